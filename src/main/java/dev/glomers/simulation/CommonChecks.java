package dev.glomers.simulation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.glomers.part.OfficialTest;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checks for the operations of any workload: {@code availability}, as Maelstrom checks it;
 * {@code never-ok}, as Jepsen's statistics check it, if no fault can be the reason; and {@code
 * unanswered}, a final operation that failed although the faults had ended for its node. There are
 * final operations of every kind. Of final transactions that conflict, one must succeed.
 */
final class CommonChecks {
  private final OfficialTest test;
  private final Findings findings = new Findings(Set.of("availability", "never-ok"));

  CommonChecks(OfficialTest test) {
    this.test = test;
  }

  /**
   * @param asked the operations that Maelstrom's clients also carry out
   */
  Verdict check(List<Operation> operations, List<Operation> asked, Aftermath aftermath) {
    checkAvailability(asked);
    checkFinals(operations, aftermath);
    checkEveryKindSucceeds(asked, aftermath);
    return findings.verdict(Map.of());
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
    // A node that is down cannot answer, so no share can be demanded.
    if (test.nemesis().contains("kill") || test.nemesis().contains("pause")) {
      findings.unchecked("availability: nodes were killed or paused");
      return;
    }
    double demanded = test.share();
    double share = availability(asked);
    if (share < demanded) {
      Operation failed = asked.stream().filter(each -> !each.isOk()).findFirst().orElseThrow();
      findings.add(
          "availability",
          () ->
              "%.4f of the operations succeeded, but %.4f must; the first failure: %s"
                  .formatted(share, demanded, failed));
    }
  }

  private void checkFinals(List<Operation> operations, Aftermath aftermath) {
    if (!aftermath.converged()) {
      findings.unchecked("liveness and convergence: the faults never ended");
    } else if (!aftermath.isWhole()) {
      findings.unchecked("nodes outside the core: the faults never ended for them");
    }
    boolean any = operations.stream().anyMatch(each -> each.isFinal() && each.isOk());
    for (Operation operation : operations) {
      boolean gaveWay = any && isConflict(operation.failure());
      if (operation.isFinal() && !operation.isOk() && !operation.isCrash() && !gaveWay) {
        findings.add(
            "unanswered", () -> operation + "; but all faults had ended, with time to recover");
      }
    }
  }

  private static boolean isConflict(@Nullable Throwable failure) {
    return failure instanceof RpcException rpc && rpc.code() == ErrorCode.TXN_CONFLICT.code();
  }

  private void checkEveryKindSucceeds(List<Operation> asked, Aftermath aftermath) {
    Map<String, List<Operation>> kinds =
        asked.stream()
            .filter(operation -> !operation.isCrash())
            .collect(groupingBy(Operation::name, TreeMap::new, toList()));
    kinds.values().removeIf(all -> all.stream().anyMatch(Operation::isOk));
    kinds.forEach(
        (name, all) -> {
          if (aftermath.converged() && test.nemesis().isEmpty()) {
            findings.add("never-ok", () -> "no " + name + " ever succeeded; first: " + all.get(0));
          } else {
            findings.unchecked(
                "never-ok: no %s succeeded, but faults may be the reason".formatted(name));
          }
        });
  }
}
