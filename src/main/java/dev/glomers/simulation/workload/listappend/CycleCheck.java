package dev.glomers.simulation.workload.listappend;

import static dev.glomers.simulation.workload.DependencyGraph.READ_WRITE;
import static dev.glomers.simulation.workload.DependencyGraph.REAL_TIME;
import static dev.glomers.simulation.workload.DependencyGraph.SESSION;
import static dev.glomers.simulation.workload.DependencyGraph.WRITE_READ;
import static dev.glomers.simulation.workload.DependencyGraph.WRITE_WRITE;

import dev.glomers.simulation.workload.DependencyGraph;
import dev.glomers.simulation.workload.DependencyGraph.Step;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Infers the order of transactions, and finds cycles in it. */
final class CycleCheck {
  private final ListHistory history;
  private final Findings findings;
  private final DependencyGraph graph;
  private final Set<Set<Step>> told = new HashSet<>();

  CycleCheck(ListHistory history, Findings findings) {
    this.history = history;
    this.findings = findings;
    this.graph = new DependencyGraph(history.size());
  }

  /**
   * @param antidependencies whether these count too, besides the write and read dependencies
   * @param orders the further orders that count: {@link DependencyGraph#SESSION} and {@link
   *     DependencyGraph#REAL_TIME}
   */
  void check(boolean antidependencies, int orders) {
    addVersions();
    addOrders();
    int data = WRITE_WRITE | WRITE_READ | (antidependencies ? READ_WRITE : 0);
    if (graph.cycles(data | orders).isEmpty()) {
      return;
    }
    for (int order : new int[] {0, orders & SESSION, orders & REAL_TIME}) {
      report(graph.cycles(WRITE_WRITE, WRITE_WRITE | order));
      report(graph.cycles(WRITE_READ, WRITE_WRITE | WRITE_READ | order));
      if (antidependencies) {
        report(graph.cycles(READ_WRITE, WRITE_WRITE | WRITE_READ | order));
        report(graph.cycles(READ_WRITE, data | order));
      }
    }
  }

  private void addVersions() {
    for (int key = 0; key < history.keys(); key++) {
      int[] order = history.order(key);
      for (int i = 1; i < order.length; i++) {
        graph.add(
            history.writer(key, order[i - 1]), history.writer(key, order[i]), WRITE_WRITE, key);
      }
    }
    for (int number = 0; number < history.size(); number++) {
      Txn txn = history.txn(number);
      for (int i = 0; i < txn.size() && history.isOk(number); i++) {
        if (!txn.writes(i)) {
          addRead(number, txn.key(i), history.list(number, i));
        }
      }
    }
  }

  private void addRead(int reader, int key, int[] list) {
    int rank = 0;
    for (int i = list.length - 1; i >= 0 && rank == 0; i--) {
      rank = history.rank(key, list[i]);
    }
    int[] order = history.order(key);
    if (rank > 0) {
      graph.add(history.writer(key, order[rank - 1]), reader, WRITE_READ, key);
    }
    if (rank < order.length) {
      graph.add(reader, history.writer(key, order[rank]), READ_WRITE, key);
    }
  }

  private record Event(int position, int number) {}

  /** Adds session and real-time orders, without the edges that follow by transitivity. */
  private void addOrders() {
    Map<Integer, Integer> lasts = new HashMap<>();
    List<Integer> ended = new ArrayList<>();
    List<Event> events =
        IntStream.range(0, history.size())
            .filter(number -> history.operation(number).outcome() != Outcome.FAIL)
            .boxed()
            .flatMap(
                number -> {
                  Operation operation = history.operation(number);
                  return List.of(
                      new Event(operation.invocation(), number),
                      new Event(operation.completion(), number))
                      .stream();
                })
            .sorted(Comparator.comparingInt(Event::position))
            .toList();
    for (Event event : events) {
      int number = event.number;
      Operation operation = history.operation(number);
      if (event.position == operation.invocation()) {
        ended.forEach(before -> graph.add(before, number, REAL_TIME, 0));
        Integer before = lasts.put(operation.process(), number);
        if (before != null) {
          graph.add(before, number, SESSION, 0);
        }
      } else if (operation.isOk()) {
        ended.removeIf(before -> history.operation(before).completion() < operation.invocation());
        ended.add(number);
      }
    }
  }

  private void report(List<List<Step>> cycles) {
    for (List<Step> cycle : cycles) {
      if (told.add(Set.copyOf(cycle))) {
        findings.add(
            name(cycle),
            () ->
                shortened(cycle).stream()
                    .map(this::describe)
                    .collect(Collectors.joining("; but ")));
      }
    }
  }

  /** Elle's name for a cycle. */
  private static String name(List<Step> cycle) {
    long antidependencies = count(cycle, READ_WRITE);
    String name = count(cycle, WRITE_READ) > 0 ? "G1c" : "G0";
    if (antidependencies > 0) {
      name = antidependencies == 1 ? "G-single" : "G2-item";
    }
    if (count(cycle, REAL_TIME) > 0) {
      return name + "-realtime";
    }
    return count(cycle, SESSION) > 0 ? name + "-process" : name;
  }

  private static long count(List<Step> cycle, int kind) {
    return cycle.stream().filter(step -> step.kind() == kind).count();
  }

  /** Real-time order is transitive: joins adjacent real-time steps into one. */
  private static List<Step> shortened(List<Step> cycle) {
    List<Step> steps = new ArrayList<>();
    for (Step step : cycle) {
      Step before = steps.isEmpty() ? null : steps.get(steps.size() - 1);
      if (before != null && before.kind() == REAL_TIME && step.kind() == REAL_TIME) {
        steps.set(steps.size() - 1, new Step(before.from(), step.to(), REAL_TIME, 0));
      } else {
        steps.add(step);
      }
    }
    return steps;
  }

  private String describe(Step step) {
    return "(%s) %s (%s)"
        .formatted(history.operation(step.from()), relation(step), history.operation(step.to()));
  }

  private static String relation(Step step) {
    return switch (step.kind()) {
      case SESSION -> "preceded, in the same client,";
      case REAL_TIME -> "had ended before the beginning of";
      case WRITE_READ -> "appended to key " + step.key() + " an element that was read by";
      case WRITE_WRITE -> "appended to key " + step.key() + " just before";
      default -> "read key " + step.key() + " without the element that was appended by";
    };
  }
}
