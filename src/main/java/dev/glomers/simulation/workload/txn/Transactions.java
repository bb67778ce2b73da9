package dev.glomers.simulation.workload.txn;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.DependencyGraph;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.txn.TxnWorkload.TxnOk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All transactions of a run, numbered from 0 in the order of their invocations. */
final class Transactions {
  private final List<Operation> operations;
  private final int[] sessions;
  private final Register[] registers;

  /** A client in one life of its node. */
  private record Session(int process, int life) {}

  Transactions(History history, Aftermath aftermath, Versions versions) {
    operations = history.of(Txn.class).toList();
    registers = Register.of(operations, versions);
    Map<Session, Integer> numbers = new HashMap<>();
    sessions =
        operations.stream()
            .map(operation -> new Session(operation.process(), aftermath.life(operation)))
            .mapToInt(session -> numbers.computeIfAbsent(session, each -> numbers.size()))
            .toArray();
  }

  int size() {
    return operations.size();
  }

  Operation operation(int number) {
    return operations.get(number);
  }

  Txn txn(int number) {
    return operations.get(number).request(Txn.class);
  }

  boolean isOk(int number) {
    return operations.get(number).isOk();
  }

  /** What an operation of a successful transaction read or wrote; 0 if it found nothing. */
  int value(int number, int i) {
    return operations.get(number).result(TxnOk.class).value(i);
  }

  /** The session of a transaction; sessions are numbered from 0. */
  int session(int number) {
    return sessions[number];
  }

  Register register(int key) {
    return registers[key];
  }

  /** Keys are numbered from 0. */
  int keys() {
    return registers.length;
  }

  /** Adds that one value of a key was overwritten by another, if both writers are known. */
  void overwrites(DependencyGraph graph, int key, int value, int by) {
    int before = registers[key].writer(value);
    int after = registers[key].writer(by);
    if (before != Register.NOBODY && after != Register.NOBODY) {
      graph.add(before, after, DependencyGraph.WRITE_WRITE, key);
    }
  }

  /** A value in words. */
  static String name(int value) {
    return value == 0 ? "null" : String.valueOf(value);
  }
}
