package dev.glomers.simulation.workload.broadcast;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Part 3: what was broadcast must be read everywhere, in the end and for ever. */
public final class BroadcastWorkload implements Workload {
  private static final Read READ = new Read();

  private final Setting setting;
  private final Map<String, List<String>> topology;
  private int broadcasts;

  public BroadcastWorkload(Setting setting) {
    this.setting = setting;
    this.topology = Topology.of(setting.topology(), setting.nodes());
  }

  record TopologyBody(Map<String, List<String>> topology) {}

  record TopologyOk() {}

  record Broadcast(int message) implements JepsenForm {
    @Override
    public Object invoked() {
      return message;
    }
  }

  record BroadcastOk() {}

  record Read() implements JepsenForm {
    @Override
    public @Nullable Object invoked() {
      return null;
    }

    @Override
    public Object completed(@Nullable Object result) {
      return ((ReadValues) Objects.requireNonNull(result)).messages();
    }

    @Override
    public Map<String, ?> attributes(boolean last) {
      return last ? Map.of("final?", true) : Map.of();
    }
  }

  @Override
  public Record next(int thread, long now) {
    return setting.random().nextBoolean() ? new Broadcast(broadcasts++) : READ;
  }

  @Override
  public Optional<Record> nextFinal(int thread, int done, long now) {
    return done == 0 ? Optional.of(READ) : Optional.empty();
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    return done == 0 ? Optional.of(new Broadcast(broadcasts++)) : Optional.empty();
  }

  @Override
  public Outcome failed(Record operation, RpcException failure) {
    return operation instanceof Read ? Outcome.FAIL : Workload.super.failed(operation, failure);
  }

  @Override
  public Client open(Connection connection) {
    return new Client() {
      @Override
      public CompletionStage<?> setUp() {
        return connection.call(new TopologyBody(topology), TopologyOk.class);
      }

      @Override
      public CompletionStage<? extends @Nullable Object> invoke(Record operation) {
        return operation instanceof Read
            ? connection.call(operation, "read_ok", ReadValues::parse)
            : connection.call(operation, BroadcastOk.class);
      }
    };
  }

  @Override
  public Checker checker() {
    return new BroadcastChecker();
  }
}
