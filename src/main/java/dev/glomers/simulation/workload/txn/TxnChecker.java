package dev.glomers.simulation.workload.txn;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable;
import dev.glomers.runtime.Inspectable.Version;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.DependencyGraph;
import dev.glomers.simulation.workload.DependencyGraph.Step;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks that transactions are atomic and causally consistent. They are always available. The
 * anomalies have the names of Adya and of Jepsen's elle:
 *
 * <ul>
 *   <li>{@code internal}: a transaction does not see its own writes, or sees a key change;
 *   <li>{@code G1a}, {@code G1b}: it reads a write of an aborted transaction, or one that its own
 *       writer overwrote; {@code never-written}: a value that nobody wrote;
 *   <li>{@code G0}, {@code G1c}, {@code G1c-process}: a cycle of write dependencies; with read
 *       dependencies too; with the order in one client too;
 *   <li>{@code fractured-read}: it reads one write of another transaction, and an older value of
 *       another key that this transaction wrote too; {@code read-your-writes}, {@code causal}: it
 *       reads a value older than one that the same client wrote, or that came before in the causal
 *       order;
 *   <li>{@code lost-write}, {@code diverged}: the final reads lack a write, or differ.
 * </ul>
 *
 * <p>A node that waits neither for other nodes nor for a disk loses its last transactions when it
 * is killed. So the kill ends the sessions of its clients, and a write may be lost if it was seen
 * only at nodes that were killed afterwards.
 *
 * <p>The order of a key's versions is the nodes' own, see {@link Versions}; elle has to guess it.
 * If nodes do not show their versions, four facts are known: a transaction's write comes after the
 * version that the same transaction had read, which is all that elle uses in Maelstrom; it comes
 * after every version that is causally before it; so does the version that a read finds; and the
 * version that the final reads find comes last.
 *
 * @see <a href="https://doi.org/10.4230/LIPIcs.CONCUR.2015.58">Cerone, Bernardi, Gotsman: A
 *     Framework for Transactional Consistency Models with Atomic Visibility</a>
 * @see <a href="https://doi.org/10.1145/3009837.3009888">Bouajjani, Enea, Guerraoui, Hamza: On
 *     Verifying Causal Consistency</a>, which calls this causal convergence
 */
final class TxnChecker implements Checker {
  private static final int SESSION = DependencyGraph.SESSION;
  private static final int WRITE_READ = DependencyGraph.WRITE_READ;
  private static final int WRITE_WRITE = DependencyGraph.WRITE_WRITE;

  /** The models that causal consistency implies, by elle's names. */
  private static final Set<String> IMPLIED =
      Set.of(
          "read-uncommitted",
          "read-committed",
          "monotonic-atomic-view",
          "read-atomic",
          "causal-cerone");

  private final Versions versions;
  private final List<String> models;
  private final Findings findings = new Findings(Set.of("internal", "G1a", "G1b", "G1c"));

  /**
   * @param models the models that the transactions must satisfy
   */
  TxnChecker(Versions versions, List<String> models) {
    this.versions = versions;
    this.models = models;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    models.stream()
        .filter(model -> !IMPLIED.contains(model))
        .forEach(model -> findings.unchecked(model + ": only causal consistency is checked"));
    if (!aftermath.nodes().values().stream().allMatch(Inspectable.class::isInstance)) {
      findings.unchecked("the whole order of each key's versions: the nodes do not show it");
    }
    aftermath
        .nodes()
        .forEach(
            (id, node) -> {
              if (node instanceof Inspectable inspectable) {
                see(inspectable, id);
              }
            });
    Transactions txns = new Transactions(history, aftermath, versions);
    checkReads(txns);
    DependencyGraph graph = dependencies(txns);
    int causallyChecked = new CausalCheck(txns, graph, findings).check();
    if (aftermath.converged()) {
      new EndCheck(txns, graph, aftermath, findings).check();
    }
    checkCycles(txns, graph);
    versions.strange().forEach(each -> findings.add(each.kind(), each::words));
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("keys", txns.keys());
    figures.put("transactions", IntStream.range(0, txns.size()).filter(txns::isOk).count());
    figures.put(
        "ordered-versions",
        IntStream.range(0, txns.keys()).map(key -> txns.register(key).order().length).sum());
    figures.put("causally-checked", causallyChecked);
    return findings.verdict(figures);
  }

  private void see(Inspectable node, String id) {
    for (Json key : node.keys()) {
      Version version = node.version(key);
      if (version != null) {
        versions.see(node, id, key.as(Integer.class), version);
      }
    }
  }

  private void checkReads(Transactions txns) {
    for (int number = 0; number < txns.size(); number++) {
      if (txns.isOk(number)) {
        for (int i = 0; i < txns.txn(number).size(); i++) {
          if (!txns.txn(number).writes(i)) {
            checkRead(txns, number, i);
          }
        }
      }
    }
  }

  private void checkRead(Transactions txns, int number, int i) {
    Operation reader = txns.operation(number);
    Txn txn = txns.txn(number);
    int key = txn.key(i);
    int value = txns.value(number, i);
    for (int j = i - 1; j >= 0; j--) {
      if (txn.key(j) == key) {
        int expected = txns.value(number, j);
        if (value != expected) {
          findings.add(
              "internal",
              () ->
                  "%s; it read key %d = %s, but earlier in the same transaction the key was %s"
                      .formatted(
                          reader, key, Transactions.name(value), Transactions.name(expected)));
        }
        return;
      }
    }
    if (value == 0) {
      return;
    }
    Register register = txns.register(key);
    int writer = register.writer(value);
    if (writer == Register.NOBODY) {
      findings.add(
          "never-written", () -> "%s; nobody wrote key %d = %d".formatted(reader, key, value));
    } else if (writer == number) {
      findings.add(
          "internal",
          () -> "%s; it read key %d = %d before it wrote it".formatted(reader, key, value));
    } else if (txns.operation(writer).outcome() == Outcome.FAIL) {
      findings.add(
          "G1a",
          () ->
              "%s; key %d = %d was written by a refused transaction: %s"
                  .formatted(reader, key, value, txns.operation(writer)));
    } else if (register.isIntermediate(value)) {
      findings.add(
          "G1b",
          () ->
              "%s; key %d = %d was overwritten by the transaction that wrote it: %s"
                  .formatted(reader, key, value, txns.operation(writer)));
    }
  }

  private DependencyGraph dependencies(Transactions txns) {
    DependencyGraph graph = new DependencyGraph(txns.size());
    Map<Integer, Integer> last = new HashMap<>();
    for (int number = 0; number < txns.size(); number++) {
      Integer before = last.put(txns.session(number), number);
      if (before != null) {
        graph.add(before, number, SESSION, 0);
      }
      if (txns.isOk(number)) {
        addReads(txns, graph, number);
      }
    }
    for (int key = 0; key < txns.keys(); key++) {
      int[] order = txns.register(key).order();
      for (int rank = 1; rank < order.length; rank++) {
        txns.overwrites(graph, key, order[rank - 1], order[rank]);
      }
    }
    for (Versions.Superseded each : versions.superseded()) {
      txns.overwrites(graph, each.key(), each.value(), each.by());
    }
    return graph;
  }

  private void addReads(Transactions txns, DependencyGraph graph, int number) {
    Txn txn = txns.txn(number);
    for (int i = 0; i < txn.size(); i++) {
      int key = txn.key(i);
      int writer =
          txn.writes(i) ? Register.NOBODY : txns.register(key).writer(txns.value(number, i));
      if (writer != Register.NOBODY && writer != number) {
        graph.add(writer, number, WRITE_READ, key);
        if (txn.writesKey(key)) {
          graph.add(writer, number, WRITE_WRITE, key);
        }
      }
    }
  }

  private void checkCycles(Transactions txns, DependencyGraph graph) {
    List<List<Step>> all = graph.cycles(WRITE_WRITE | WRITE_READ | SESSION);
    if (all.isEmpty()) {
      return;
    }
    report(txns, "G0", graph.cycles(WRITE_WRITE));
    report(txns, "G1c", mixed(graph.cycles(WRITE_WRITE | WRITE_READ), WRITE_READ));
    report(txns, "G1c-process", mixed(all, SESSION));
  }

  /** The cycles with a dependency of this kind; cycles without one have another name. */
  private static List<List<Step>> mixed(List<List<Step>> cycles, int kind) {
    return cycles.stream()
        .filter(cycle -> cycle.stream().anyMatch(step -> step.kind() == kind))
        .toList();
  }

  private void report(Transactions txns, String name, List<List<Step>> cycles) {
    for (List<Step> cycle : cycles) {
      findings.add(
          name,
          () ->
              cycle.stream()
                  .map(step -> describe(txns, step))
                  .collect(Collectors.joining("; but ")));
    }
  }

  private String describe(Transactions txns, Step step) {
    return "(%s) %s (%s)"
        .formatted(txns.operation(step.from()), relation(step), txns.operation(step.to()));
  }

  private static String relation(Step step) {
    return switch (step.kind()) {
      case SESSION -> "preceded, in the same client,";
      case WRITE_READ -> "wrote key " + step.key() + ", which was read by";
      default -> "wrote key " + step.key() + ", which was overwritten by";
    };
  }
}
