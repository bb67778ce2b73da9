package dev.glomers.simulation;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Carries out interventions by hand, and undoes them when all faults end. */
final class Hands {
  private final World world;
  private final Clients clients;
  private final List<Intervention> planned;
  private final List<Intervention> done = new ArrayList<>();
  private final Set<String> cuts = new TreeSet<>();

  /** The requests that the workload does not know, in a separate history. */
  private final History visits = new History();

  private int asked;
  private boolean stopped;

  /**
   * @param planned the interventions whose time is known
   */
  Hands(World world, Clients clients, List<Intervention> planned) {
    this.world = world;
    this.clients = clients;
    this.planned = planned;
  }

  /**
   * @throws IllegalArgumentException if one names a missing node, or asks with a malformed request
   */
  static void requireFit(List<Intervention> interventions, int nodes) {
    for (Intervention each : interventions) {
      boolean asks = each.verb().equals("ask");
      for (String id : asks ? List.of(each.node()) : each.words()) {
        boolean fits =
            id.matches("n\\d{1,8}")
                ? Integer.parseInt(id.substring(1)) < nodes
                : each.verb().equals("lose");
        if (!fits) {
          throw new IllegalArgumentException("no node " + id + ": " + each);
        }
      }
      if (isUnknown(each)) {
        Visitor.body(each.words().get(1));
      }
    }
  }

  /** Whether it sends a request that the workload does not know. */
  private static boolean isUnknown(Intervention each) {
    return each.verb().equals("ask") && each.words().size() > 1;
  }

  /** Whether nodes may hold data that the workload does not know. */
  boolean disguise() {
    return done.stream().anyMatch(Hands::isUnknown);
  }

  /** Schedules each planned intervention. */
  void begin() {
    // An event that is created now comes before all others of its time.
    planned.forEach(each -> world.clock().at(each.timeNanos() + 1, () -> carryOut(each)));
  }

  /** The same test with the faults that were made by hand. */
  OfficialTest faulty(OfficialTest test) {
    List<String> faults = new ArrayList<>(test.nemesis());
    done.stream()
        .map(Intervention::verb)
        .filter(verb -> !verb.equals("ask"))
        .map(verb -> verb.equals("kill") || verb.equals("pause") ? verb : "partition")
        .forEach(faults::add);
    return test.but().nemesis(faults).build();
  }

  /** Ends all faults that were made by hand, for good. */
  void undo() {
    stopped = true;
    List.copyOf(cuts).forEach(this::mend);
    touched("kill").filter(node -> !node.isAlive()).forEach(world::start);
    touched("pause").filter(ServerNode::isPaused).forEach(ServerNode::resume);
  }

  private Stream<ServerNode> touched(String verb) {
    return done.stream()
        .filter(each -> each.verb().equals(verb))
        .map(each -> world.node(each.node()));
  }

  /** Carries out an intervention, if it is still allowed. */
  void carryOut(Intervention next) {
    if (stopped) {
      return;
    }
    done.add(next);
    world.trace().intervened(world.clock().nowNanos(), next.what());
    switch (next.verb()) {
      case "cut" -> cut(next.words());
      case "mend" -> mend(cutOf(next.words()));
      case "lose" -> world.conditions().loseNext(next.node(), next.words().get(1));
      case "ask" -> ask(next);
      default -> change(world.node(next.node()), next.verb());
    }
  }

  private void change(ServerNode node, String verb) {
    switch (verb) {
      case "kill" -> {
        if (node.isAlive()) {
          node.kill();
        }
      }
      case "start" -> {
        if (!node.isAlive()) {
          world.start(node);
        }
      }
      case "pause" -> {
        if (node.isAlive() && !node.isPaused()) {
          node.pause();
        }
      }
      default -> {
        if (node.isPaused()) {
          node.resume();
        }
      }
    }
  }

  private static String cutOf(List<String> nodes) {
    return "cut " + String.join(" ", new TreeSet<>(nodes));
  }

  private void cut(List<String> nodes) {
    String name = cutOf(nodes);
    Map<String, Set<String>> unheard = new LinkedHashMap<>();
    if (nodes.size() == 1) {
      unheard.putAll(Partition.isolating(Set.copyOf(nodes), world.ids()));
    } else {
      unheard.put(nodes.get(0), Set.of(nodes.get(1)));
      unheard.put(nodes.get(1), Set.of(nodes.get(0)));
    }
    if (cuts.add(name)) {
      world.conditions().cut(name, unheard);
      world.trace().cut(world.clock().nowNanos(), name, unheard);
      world.trace().faultStarted(world.clock().nowNanos(), name, "by hand");
    }
  }

  private void mend(String name) {
    if (cuts.remove(name)) {
      world.conditions().mend(name);
      world.trace().faultEnded(world.clock().nowNanos(), name);
    }
  }

  private void ask(Intervention next) {
    if (!isUnknown(next)) {
      clients.besides(asked++, next.node());
      return;
    }
    String body = next.words().get(1);
    Operation visit =
        visits.invoke(-1, -1, next.node(), new Asked(body), false, false, world.clock().nowNanos());
    world.trace().invoked(world.clock().nowNanos(), visit);
    world
        .ask(next.node(), body)
        .thenAccept(
            answer -> {
              visits.complete(visit, Outcome.OK, answer, null, world.clock().nowNanos());
              world.trace().completed(world.clock().nowNanos(), visit);
            });
  }

  /** A request that the workload does not know. */
  private record Asked(String body) {
    @Override
    public String toString() {
      return body;
    }
  }
}
