package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The minimal broadcast star that was measured on the real Maelstrom: leaves send up, the hub
 * flushes down at an interval, and nobody acknowledges anything. So it forgets under partitions.
 */
public final class Star implements Challenge {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Duration leafInterval;
  private final Duration hubInterval;
  private final Set<Integer> seen = new TreeSet<>();
  private List<Integer> unsent = new ArrayList<>();

  private Star(Collaborators given, Duration leafInterval, Duration hubInterval) {
    this.bus = given.bus();
    this.scheduler = given.scheduler();
    this.leafInterval = leafInterval;
    this.hubInterval = hubInterval;
  }

  /**
   * @param leafMillis how often leaves send; 0 for at once
   * @param hubMillis how often the hub sends
   */
  public static NodeFactory nodes(int leafMillis, int hubMillis) {
    return given -> new Star(given, Duration.ofMillis(leafMillis), Duration.ofMillis(hubMillis));
  }

  record Topology() {}

  record TopologyOk() {}

  record Broadcast(int message) {}

  record BroadcastOk() {}

  record Read() {}

  record ReadOk(List<Integer> messages) {}

  record Up(List<Integer> messages) {}

  record Down(List<Integer> messages) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    on.request(Topology.class, topology -> new TopologyOk());
    on.request(Read.class, read -> new ReadOk(List.copyOf(seen)));
    on.message(Down.class, (hub, down) -> seen.addAll(down.messages()));
    on.message(Up.class, (leaf, up) -> up.messages().forEach(this::learn));
    if (cluster.index() == 0) {
      on.request(Broadcast.class, broadcast -> accept(broadcast));
      scheduler.every(hubInterval, () -> flushDown(cluster.peers()));
    } else if (leafInterval.isZero()) {
      on.request(
          Broadcast.class,
          broadcast -> {
            accept(broadcast);
            flushUp(cluster.nodes().get(0));
            return new BroadcastOk();
          });
    } else {
      on.request(Broadcast.class, broadcast -> accept(broadcast));
      scheduler.every(leafInterval, () -> flushUp(cluster.nodes().get(0)));
    }
  }

  private BroadcastOk accept(Broadcast broadcast) {
    learn(broadcast.message());
    return new BroadcastOk();
  }

  private void learn(int message) {
    if (seen.add(message)) {
      unsent.add(message);
    }
  }

  private void flushDown(List<String> leaves) {
    if (!unsent.isEmpty()) {
      Down down = new Down(unsent);
      leaves.forEach(leaf -> bus.send(leaf, down));
      unsent = new ArrayList<>();
    }
  }

  private void flushUp(String hub) {
    if (!unsent.isEmpty()) {
      bus.send(hub, new Up(unsent));
      unsent = new ArrayList<>();
    }
  }
}
