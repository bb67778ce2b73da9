package dev.glomers.simulation.workload.counter;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Workload;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Part 4: a counter that all nodes add to; at the end every node must know the sum. */
public final class CounterWorkload implements Workload {
  private static final Read READ = new Read();

  private final Setting setting;
  private final boolean growOnly;

  /**
   * @param growOnly whether no add is negative: {@code g-counter}, not {@code pn-counter}
   */
  public CounterWorkload(Setting setting, boolean growOnly) {
    this.setting = setting;
    this.growOnly = growOnly;
  }

  record Add(long delta) implements JepsenForm {
    @Override
    public Object invoked() {
      return delta;
    }
  }

  record AddOk() {}

  record Read() implements JepsenForm {
    @Override
    public Object completed(@Nullable Object result) {
      return ((ReadOk) Objects.requireNonNull(result)).value();
    }

    @Override
    public Map<String, ?> attributes(boolean last) {
      return last ? Map.of("final?", true) : Map.of();
    }
  }

  record ReadOk(long value) {}

  /** Half reads, half adds of -5 to 4; a grow-only counter skips the negative adds. */
  @Override
  public Record next(int thread, long nowNanos) {
    while (true) {
      if (setting.random().nextBoolean()) {
        return READ;
      }
      int delta = setting.random().nextInt(10) - 5;
      if (delta >= 0 || !growOnly) {
        return new Add(delta);
      }
    }
  }

  @Override
  public Optional<Record> nextFinal(int thread, int done, long nowNanos) {
    return done == 0 ? Optional.of(READ) : Optional.empty();
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    return done == 0 ? Optional.of(new Add(0)) : Optional.empty();
  }

  @Override
  public Client open(Connection connection) {
    return operation ->
        operation instanceof Add
            ? connection.call(operation, AddOk.class)
            : connection.call(operation, ReadOk.class);
  }

  /** Maelstrom's counter client treats definite errors like all others. */
  @Override
  public Outcome failed(Record operation, RpcException failure) {
    return Outcome.INFO;
  }

  @Override
  public Checker checker() {
    return new CounterChecker(growOnly);
  }
}
