package dev.glomers.simulation.workload.counter;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Workload;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Part 4: a counter that all nodes add to; in the end every node must know the sum. */
public final class CounterWorkload implements Workload {
  private final Setting setting;
  private final boolean growOnly;
  private final boolean[] read;

  /**
   * @param growOnly whether nothing is ever taken away: {@code g-counter}, not {@code pn-counter}
   */
  public CounterWorkload(Setting setting, boolean growOnly) {
    this.setting = setting;
    this.growOnly = growOnly;
    this.read = new boolean[setting.concurrency()];
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(long value) {}

  /** One half reads, one half adds of -5 to 4; of these a grow-only counter skips the negative. */
  @Override
  public Record next(int thread, long now) {
    while (true) {
      if (setting.random().nextBoolean()) {
        return new Read();
      }
      int delta = setting.random().nextInt(10) - 5;
      if (delta >= 0 || !growOnly) {
        return new Add(delta);
      }
    }
  }

  @Override
  public boolean hasFinal() {
    return true;
  }

  @Override
  public Optional<Record> nextFinal(int thread, long now) {
    if (read[thread]) {
      return Optional.empty();
    }
    read[thread] = true;
    return Optional.of(new Read());
  }

  @Override
  public Client open(Connection connection) {
    return new Client() {
      @Override
      public CompletionStage<? extends @Nullable Object> invoke(Record operation) {
        return operation instanceof Add
            ? connection.call(operation, AddOk.class)
            : connection.call(operation, ReadOk.class);
      }
    };
  }

  @Override
  public Outcome failed(Record operation, RpcException failure) {
    return operation instanceof Read || failure.definite() ? Outcome.FAIL : Outcome.INFO;
  }

  @Override
  public Checker checker() {
    return new CounterChecker(growOnly);
  }
}
