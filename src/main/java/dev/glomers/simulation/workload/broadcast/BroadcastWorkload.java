package dev.glomers.simulation.workload.broadcast;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.GrowingSet;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import java.util.List;
import java.util.Map;

/** Part 3: every node must eventually read each broadcast message, and keep it for ever. */
public final class BroadcastWorkload extends GrowingSet {
  private final Map<String, List<String>> topology;

  public BroadcastWorkload(Setting setting) {
    super(
        setting,
        Broadcast::new,
        add -> ((Broadcast) add).message(),
        BroadcastOk.class,
        new Read(),
        "messages");
    this.topology = Topology.of(setting.test().topology(), setting.nodes());
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

  record Read() implements ReadForm {
    @Override
    public Map<String, ?> attributes(boolean last) {
      return last ? Map.of("final?", true) : Map.of();
    }
  }

  @Override
  public void setUp(Connection connection) {
    connection.call(new TopologyBody(topology), TopologyOk.class);
  }

  @Override
  public Outcome failed(Record operation, RpcException failure) {
    return operation instanceof Read ? Outcome.FAIL : super.failed(operation, failure);
  }
}
