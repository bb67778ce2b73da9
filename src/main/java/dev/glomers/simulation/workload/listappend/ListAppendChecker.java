package dev.glomers.simulation.workload.listappend;

import static dev.glomers.simulation.workload.DependencyGraph.REAL_TIME;
import static dev.glomers.simulation.workload.DependencyGraph.SESSION;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What must hold of transactions that are strictly serializable. A list tells the order of the
 * appends that made it, so all dependencies between those that were read are known. The anomalies
 * bear the names of Adya and of Jepsen's elle:
 *
 * <ul>
 *   <li>{@code internal}, {@code future-read}: a transaction does not see what it did before, or
 *       sees what it does later;
 *   <li>{@code never-written}: it reads what nobody appended; {@code duplicate-elements}: twice;
 *       {@code incompatible-order}: in another order than elsewhere;
 *   <li>{@code G1a}, {@code G1b}: it reads what another appended and then aborted, or a part of
 *       what it appended;
 *   <li>{@code lost-update}: two transactions appended to what they both had read; {@code
 *       lost-append}: what was acknowledged is in no list;
 *   <li>{@code G0}: a cycle of transactions that wrote after each other; {@code G1c}: that also
 *       read each other; {@code G-single}, {@code G2-item}: of which one, or more, did not see what
 *       the next one wrote. With {@code -process} or {@code -realtime} it takes the order in one
 *       client, or that of all, to close the cycle.
 * </ul>
 *
 * @see <a href="https://doi.org/10.14778/3430915.3430918">Kingsbury, Alvaro: Elle</a>
 * @see <a href="https://pmg.csail.mit.edu/papers/adya-phd.pdf">Adya: Weak Consistency</a>
 */
final class ListAppendChecker implements Checker {
  private static final Set<String> CYCLES = Set.of("G0", "G1c", "G-single", "G2-item");

  private final List<String> models;
  private final Findings findings;

  /**
   * @param models as in {@link dev.glomers.simulation.workload.Setting}
   */
  ListAppendChecker(List<String> models) {
    this.models = models;
    this.findings = new Findings(kindsOfMaelstrom());
  }

  private static Set<String> kindsOfMaelstrom() {
    Set<String> kinds =
        new java.util.TreeSet<>(
            Set.of(
                "internal",
                "future-read",
                "duplicate-elements",
                "incompatible-order",
                "G1a",
                "G1b",
                "lost-update"));
    for (String cycle : CYCLES) {
      kinds.addAll(List.of(cycle, cycle + "-process", cycle + "-realtime"));
    }
    return kinds;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    ListHistory lists = new ListHistory(history);
    new ReadCheck(lists, findings).check();
    checkCycles(new CycleCheck(lists, findings));
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("keys", lists.keys());
    figures.put("transactions", IntStream.range(0, lists.size()).filter(lists::isOk).count());
    figures.put(
        "ordered-appends",
        IntStream.range(0, lists.keys()).map(key -> lists.order(key).length).sum());
    return findings.verdict(figures);
  }

  private void checkCycles(CycleCheck cycles) {
    String model = models.isEmpty() ? "strict-serializable" : models.get(0);
    switch (model) {
      case "strict-serializable", "strong-serializable" -> cycles.check(true, SESSION | REAL_TIME);
      case "strong-session-serializable" -> cycles.check(true, SESSION);
      case "serializable" -> cycles.check(true, 0);
      default -> {
        findings.unchecked(
            "what comes of not seeing what others wrote: " + model + " may allow it");
        cycles.check(false, 0);
      }
    }
  }
}
