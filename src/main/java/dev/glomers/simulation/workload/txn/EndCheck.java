package dev.glomers.simulation.workload.txn;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.DependencyGraph;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks the final reads, and adds the dependencies that follow from them. */
final class EndCheck {
  private final Transactions txns;
  private final DependencyGraph graph;
  private final Aftermath aftermath;
  private final Findings findings;

  EndCheck(Transactions txns, DependencyGraph graph, Aftermath aftermath, Findings findings) {
    this.txns = txns;
    this.graph = graph;
    this.aftermath = aftermath;
    this.findings = findings;
  }

  /** At the end all nodes of the core must have the same value of each key, the latest of all. */
  void check() {
    noteWhatIsRemembered();
    Map<Integer, Map<Integer, Operation>> found = new TreeMap<>();
    for (int number = 0; number < txns.size(); number++) {
      if (txns.operation(number).isFinal() && txns.isOk(number)) {
        Txn txn = txns.txn(number);
        for (int i = 0; i < txn.size(); i++) {
          found
              .computeIfAbsent(txn.key(i), key -> new LinkedHashMap<>())
              .putIfAbsent(txns.value(number, i), txns.operation(number));
        }
      }
    }
    found.forEach(
        (key, values) -> {
          if (values.size() > 1) {
            findings.add(
                "diverged",
                () ->
                    "the final reads of key %d found %s: %s"
                        .formatted(key, values.keySet(), nodes(values.values())));
          } else {
            checkLast(key, values.keySet().iterator().next());
          }
        });
  }

  /** A value read at a node that was not killed afterwards cannot have been lost by a kill. */
  private void noteWhatIsRemembered() {
    for (int number = 0; number < txns.size(); number++) {
      if (txns.isOk(number) && !aftermath.forgot(txns.operation(number))) {
        Txn txn = txns.txn(number);
        for (int i = 0; i < txn.size(); i++) {
          if (!txn.writes(i)) {
            txns.register(txn.key(i)).remember(txns.value(number, i));
          }
        }
      }
    }
  }

  private static List<String> nodes(Collection<Operation> operations) {
    return operations.stream().map(Operation::node).toList();
  }

  private void checkLast(int key, int last) {
    Register register = txns.register(key);
    for (int value = 1; value <= register.values(); value++) {
      int number = register.writer(value);
      if (value != last && number != Register.NOBODY && mustLast(number, key, value)) {
        Operation writer = txns.operation(number);
        int other = value;
        if (last == 0 || register.isBefore(last, value)) {
          findings.add(
              "lost-write",
              () ->
                  "%s; key %d = %d is later than the value that the final reads found, %s"
                      .formatted(writer, key, other, Transactions.name(last)));
        } else {
          txns.overwrites(graph, key, value, last);
        }
      }
    }
  }

  /** Whether the final reads must find this write or a later one. */
  private boolean mustLast(int number, int key, int value) {
    Operation writer = txns.operation(number);
    return writer.isOk()
        && aftermath.atCore(writer)
        && !txns.register(key).isIntermediate(value)
        && (!aftermath.forgot(writer) || txns.register(key).isRemembered(value));
  }
}
