package dev.glomers.simulation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must hold of any workload's operations: {@code availability}, as Maelstrom checks it; {@code
 * never-ok}, which Jepsen's statistics check, and {@code never-ok-at-node}, the same of each node
 * if there are no faults; and {@code unanswered}, a final operation that did not succeed although
 * the faults had ended for its node.
 */
final class CommonChecks {
  /** What a client does that gives up on purpose, in the log's workload. */
  private static final String CRASH = "crash";

  /** So many operations that fail at one node, and only there. */
  private static final int NO_ACCIDENT = 3;

  private final OfficialTest test;
  private final Findings findings = new Findings(Set.of("availability", "never-ok"));

  CommonChecks(OfficialTest test) {
    this.test = test;
  }

  /**
   * @param asked the operations that Maelstrom's clients carry out too
   */
  Findings check(List<Operation> operations, List<Operation> asked, Aftermath aftermath) {
    checkAvailability(asked);
    checkFinals(operations, aftermath);
    checkEveryKindSucceeds(operations, aftermath);
    return findings;
  }

  /** The share of the operations that succeeded; 1 if there were none. */
  static double availability(List<Operation> operations) {
    long ok = operations.stream().filter(Operation::isOk).count();
    return operations.isEmpty() ? 1 : (double) ok / operations.size();
  }

  private void checkAvailability(List<Operation> asked) {
    if (test.availability().isEmpty()) {
      return;
    }
    // A node that does not run cannot answer: to demand it would be to demand the impossible.
    if (test.stopsNodes()) {
      findings.unchecked("availability: nodes were killed or paused");
      return;
    }
    double demanded = share(test.availability().get());
    double share = availability(asked);
    if (share < demanded) {
      Operation failed = asked.stream().filter(each -> !each.isOk()).findFirst().orElseThrow();
      findings.add(
          "availability",
          () ->
              "%.4f of the operations succeeded, not %.4f; the first that did not: %s"
                  .formatted(share, demanded, failed));
    }
  }

  private static double share(String availability) {
    return availability.equals("total") ? 1 : Double.parseDouble(availability);
  }

  private void checkFinals(List<Operation> operations, Aftermath aftermath) {
    if (!aftermath.converged()) {
      findings.unchecked("liveness and convergence: the faults never ended");
    } else if (!aftermath.isWhole()) {
      findings.unchecked("nodes outside the core: the faults never ended for them");
    }
    for (Operation operation : operations) {
      if (operation.isFinal() && !operation.isOk() && !operation.name().equals(CRASH)) {
        findings.add(
            "unanswered", () -> operation + "; all faults had ended, with time to recover");
      }
    }
  }

  private void checkEveryKindSucceeds(List<Operation> operations, Aftermath aftermath) {
    if (!aftermath.converged()) {
      return;
    }
    if (test.nemesis().contains("kill")) {
      findings.unchecked("never-ok: all clients may have waited for killed nodes to the end");
      return;
    }
    Map<String, List<Operation>> kinds =
        operations.stream()
            .filter(operation -> !operation.name().equals(CRASH))
            .collect(groupingBy(Operation::name, TreeMap::new, toList()));
    kinds.forEach(
        (name, all) -> {
          if (all.stream().noneMatch(Operation::isOk)) {
            findings.add("never-ok", () -> "no " + name + " ever succeeded, such as " + all.get(0));
          } else if (test.nemesis().isEmpty()) {
            checkEveryNodeSucceeds(name, all);
          }
        });
  }

  /** Without faults no node has an excuse. */
  private void checkEveryNodeSucceeds(String name, List<Operation> all) {
    Map<String, List<Operation>> nodes =
        all.stream().collect(groupingBy(Operation::node, TreeMap::new, toList()));
    nodes.forEach(
        (node, its) -> {
          if (its.size() >= NO_ACCIDENT && its.stream().noneMatch(Operation::isOk)) {
            findings.add(
                "never-ok-at-node",
                () ->
                    "no %s ever succeeded at %s, but elsewhere; such as %s"
                        .formatted(name, node, its.get(0)));
          }
        });
  }
}
