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
 * Checks that transactions are strictly serializable. A list shows the order of its appends, so all
 * dependencies between appends that were read are known. The anomalies have the names of Adya and
 * of Jepsen's elle:
 *
 * <ul>
 *   <li>{@code internal}, {@code future-read}: a transaction does not see its earlier operations,
 *       or sees its later ones;
 *   <li>{@code never-written}: it reads an element that nobody appended; {@code
 *       duplicate-elements}: reads one twice; {@code incompatible-order}: reads elements in another
 *       order than elsewhere;
 *   <li>{@code G1a}, {@code G1b}: it reads an append of an aborted transaction, or only some
 *       appends of another transaction;
 *   <li>{@code lost-update}: two transactions read the same list and both appended to it; {@code
 *       lost-append}: an acknowledged append is in no list;
 *   <li>{@code G0}: a cycle of write dependencies; {@code G1c}: with read dependencies too; {@code
 *       G-single}, {@code G2-item}: with one antidependency, or more. With {@code -process} or
 *       {@code -realtime} only the order in one client, or in real time, closes the cycle.
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
   * @param models the models that the transactions must satisfy; the first counts
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
            "antidependency cycles (G-single, G2-item): " + model + " may allow them");
        cycles.check(false, 0);
      }
    }
  }
}
