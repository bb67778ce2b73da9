package dev.glomers.simulation.workload.txn;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable;
import dev.glomers.runtime.Inspectable.Version;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.txn.DependencyGraph.Step;
import dev.glomers.simulation.workload.txn.TxnWorkload.Txn;
import dev.glomers.simulation.workload.txn.TxnWorkload.TxnOk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What transactions may do that are atomic, causally consistent and always available. The anomalies
 * bear the names of Adya and of Jepsen's elle:
 *
 * <ul>
 *   <li>{@code internal}: a transaction does not see its own writes, or sees a key change;
 *   <li>{@code G1a}, {@code G1b}: it reads what another wrote and then aborted, or overwrote
 *       itself; {@code never-written}: what nobody wrote;
 *   <li>{@code G0}, {@code G1c}, {@code G1c-process}: a cycle of transactions that overwrote each
 *       other; that also read each other; that also followed each other in one client;
 *   <li>{@code fractured-read}: it reads one write of another transaction, and of another key an
 *       older value than that transaction wrote; {@code read-your-writes}, {@code causal}: it reads
 *       a value that is older than one which the same client wrote, or which came before in the
 *       causal order;
 *   <li>{@code lost-write}, {@code diverged}: what the nodes hold in the end.
 * </ul>
 *
 * <p>A node that waits for no other takes its last transactions with it when it is killed. So the
 * kill ends the sessions of its clients, and what was seen nowhere but at nodes that have been
 * killed since may be lost.
 *
 * <p>The order of a key's versions is the nodes' own, see {@link Versions}; elle has to guess it.
 * For nodes that do not let themselves be looked into, it is what elle goes by in Maelstrom: that a
 * transaction's write comes after what the same transaction had read.
 *
 * @see <a href="https://doi.org/10.4230/LIPIcs.CONCUR.2015.58">Cerone, Bernardi, Gotsman: A
 *     Framework for Transactional Consistency Models with Atomic Visibility</a>
 */
final class TxnChecker implements Checker {
  private static final int SESSION = DependencyGraph.SESSION;
  private static final int WRITE_READ = DependencyGraph.WRITE_READ;
  private static final int WRITE_WRITE = DependencyGraph.WRITE_WRITE;

  /** With more sessions than this their vector clocks would fill the memory. */
  private static final int MOST_SESSIONS = 500;

  private final Versions versions;
  private final Findings findings = new Findings();
  private List<Operation> txns = List.of();
  private Register[] registers = {};

  /** For each transaction the session that it belongs to; these are numbered from 0. */
  private int[] sessions = {};

  TxnChecker(Versions versions) {
    this.versions = versions;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    txns = history.of(Txn.class).toList();
    sessions = sessions(txns, aftermath);
    List<Inspectable> nodes = inspectable(aftermath);
    for (int i = 0; i < nodes.size(); i++) {
      see(nodes.get(i), "n" + i);
    }
    registers = Register.of(txns, versions);
    checkReads();
    DependencyGraph graph = dependencies();
    checkCycles(graph);
    int causallyChecked = checkCausality(graph);
    versions.strange().forEach(each -> findings.add(each.kind(), each::words));
    if (aftermath.converged()) {
      checkConvergence(nodes, aftermath);
    }
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("keys", registers.length);
    figures.put("transactions", txns.stream().filter(Operation::isOk).count());
    figures.put(
        "ordered-versions",
        Arrays.stream(registers).mapToInt(register -> register.order().length).sum());
    figures.put("causally-checked", causallyChecked);
    return findings.verdict(figures);
  }

  /** A client in one life of its node. */
  private record Session(int process, int life) {}

  private static int[] sessions(List<Operation> txns, Aftermath aftermath) {
    Map<Session, Integer> numbers = new HashMap<>();
    return txns.stream()
        .map(txn -> new Session(txn.process(), aftermath.life(txn)))
        .mapToInt(session -> numbers.computeIfAbsent(session, each -> numbers.size()))
        .toArray();
  }

  private static List<Inspectable> inspectable(Aftermath aftermath) {
    return aftermath.nodes().stream()
        .filter(Inspectable.class::isInstance)
        .map(Inspectable.class::cast)
        .toList();
  }

  private void see(Inspectable node, String id) {
    for (Json key : node.keys()) {
      Version version = node.version(key);
      if (version != null) {
        versions.see(node, id, key.as(Integer.class), version);
      }
    }
  }

  private Txn txn(int number) {
    return txns.get(number).request(Txn.class);
  }

  private int read(int number, int i) {
    return txns.get(number).result(TxnOk.class).value(i);
  }

  private boolean isOk(int number) {
    return txns.get(number).isOk();
  }

  private void checkReads() {
    for (int number = 0; number < txns.size(); number++) {
      if (isOk(number)) {
        for (int i = 0; i < txn(number).size(); i++) {
          if (!txn(number).writes(i)) {
            checkRead(number, i);
          }
        }
      }
    }
  }

  private void checkRead(int number, int i) {
    Operation reader = txns.get(number);
    Txn txn = txn(number);
    int key = txn.key(i);
    int value = read(number, i);
    for (int j = i - 1; j >= 0; j--) {
      if (txn.key(j) == key) {
        int expected = read(number, j);
        if (value != expected) {
          findings.add(
              "internal",
              () ->
                  "%s; it read key %d = %s, but before, in the same transaction, it was %s"
                      .formatted(reader, key, name(value), name(expected)));
        }
        return;
      }
    }
    if (value == 0) {
      return;
    }
    Register register = registers[key];
    int writer = register.writer(value);
    if (writer == Register.NOBODY) {
      findings.add(
          "never-written", () -> "%s; nobody wrote key %d = %d".formatted(reader, key, value));
    } else if (writer == number) {
      findings.add(
          "internal",
          () -> "%s; it read key %d = %d before it wrote it".formatted(reader, key, value));
    } else if (txns.get(writer).outcome() == Outcome.FAIL) {
      findings.add(
          "G1a",
          () ->
              "%s; key %d = %d is by a transaction that was refused: %s"
                  .formatted(reader, key, value, txns.get(writer)));
    } else if (register.isIntermediate(value)) {
      findings.add(
          "G1b",
          () ->
              "%s; key %d = %d was overwritten by the transaction that wrote it: %s"
                  .formatted(reader, key, value, txns.get(writer)));
    }
  }

  private static String name(int value) {
    return value == 0 ? "null" : String.valueOf(value);
  }

  private DependencyGraph dependencies() {
    DependencyGraph graph = new DependencyGraph(txns.size());
    Map<Integer, Integer> last = new HashMap<>();
    for (int number = 0; number < txns.size(); number++) {
      Integer before = last.put(sessions[number], number);
      if (before != null) {
        graph.add(before, number, SESSION, 0);
      }
      if (isOk(number)) {
        addReads(graph, number);
      }
    }
    for (int key = 0; key < registers.length; key++) {
      int[] order = registers[key].order();
      for (int rank = 1; rank < order.length; rank++) {
        overwrites(graph, key, order[rank - 1], order[rank]);
      }
    }
    for (Versions.Superseded each : versions.superseded()) {
      overwrites(graph, each.key(), each.value(), each.by());
    }
    return graph;
  }

  private void addReads(DependencyGraph graph, int number) {
    Txn txn = txn(number);
    for (int i = 0; i < txn.size(); i++) {
      int key = txn.key(i);
      int writer = txn.writes(i) ? Register.NOBODY : registers[key].writer(read(number, i));
      if (writer != Register.NOBODY && writer != number) {
        graph.add(writer, number, WRITE_READ, key);
        if (txn.writesKey(key)) {
          graph.add(writer, number, WRITE_WRITE, key);
        }
      }
    }
  }

  private void overwrites(DependencyGraph graph, int key, int value, int by) {
    int before = registers[key].writer(value);
    int after = registers[key].writer(by);
    if (before != Register.NOBODY && after != Register.NOBODY) {
      graph.add(before, after, WRITE_WRITE, key);
    }
  }

  private void checkCycles(DependencyGraph graph) {
    List<List<Step>> all = graph.cycles(WRITE_WRITE | WRITE_READ | SESSION);
    if (all.isEmpty()) {
      return;
    }
    report("G0", graph.cycles(WRITE_WRITE));
    report("G1c", mixed(graph.cycles(WRITE_WRITE | WRITE_READ), WRITE_READ));
    report("G1c-process", mixed(all, SESSION));
  }

  /** The cycles that have a dependency of this kind: those that have none bear another name. */
  private static List<List<Step>> mixed(List<List<Step>> cycles, int kind) {
    return cycles.stream()
        .filter(cycle -> cycle.stream().anyMatch(step -> step.kind() == kind))
        .toList();
  }

  private void report(String name, List<List<Step>> cycles) {
    for (List<Step> cycle : cycles) {
      findings.add(
          name, () -> cycle.stream().map(this::describe).collect(Collectors.joining("; but ")));
    }
  }

  private String describe(Step step) {
    return "(%s) %s (%s)".formatted(txns.get(step.from()), relation(step), txns.get(step.to()));
  }

  private static String relation(Step step) {
    return switch (step.kind()) {
      case SESSION -> "came in the same client before";
      case WRITE_READ -> "wrote key " + step.key() + ", which was read by";
      default -> "wrote key " + step.key() + ", which was overwritten by";
    };
  }

  /**
   * Gives each transaction a vector clock: how many transactions of each session come causally
   * before it. Then no value may be read that is older than one which comes before.
   *
   * @return how many transactions were checked: none if there are too many sessions
   */
  private int checkCausality(DependencyGraph graph) {
    int count = Arrays.stream(sessions).max().orElse(-1) + 1;
    if (count > MOST_SESSIONS) {
      return 0;
    }
    int[] lengths = new int[count];
    int[] place = Arrays.stream(sessions).map(session -> ++lengths[session]).toArray();
    int checked = 0;
    int[][] clocks = new int[txns.size()][];
    for (int number : graph.order(SESSION | WRITE_READ)) {
      int[] past = clocks[number] == null ? new int[count] : clocks[number];
      if (isOk(number)) {
        checked++;
        checkPast(number, writer -> past[sessions[writer]] >= place[writer]);
      }
      past[sessions[number]] = place[number];
      graph.forEachAfter(
          number,
          SESSION | WRITE_READ,
          after -> {
            if (clocks[after] == null) {
              clocks[after] = past.clone();
            } else {
              raise(clocks[after], past);
            }
          });
      clocks[number] = null;
    }
    return checked;
  }

  private static void raise(int[] clock, int[] past) {
    for (int i = 0; i < clock.length; i++) {
      clock[i] = Math.max(clock[i], past[i]);
    }
  }

  private void checkPast(int reader, IntPredicate isPast) {
    Txn txn = txn(reader);
    for (int i = 0; i < txn.size(); i++) {
      if (!txn.writes(i) && txn.isFirst(i)) {
        Register register = registers[txn.key(i)];
        int value = read(reader, i);
        if (later(register, value).anyMatch(other -> isPast.test(register.writer(other)))) {
          reportMissed(reader, i, isPast);
        }
      }
    }
  }

  /** The values that are certainly later than the one that was read. */
  private IntStream later(Register register, int value) {
    if (value == 0) {
      return IntStream.rangeClosed(1, register.values())
          .filter(other -> register.writer(other) != Register.NOBODY)
          .filter(other -> txns.get(register.writer(other)).outcome() != Outcome.FAIL);
    }
    return register.writer(value) == Register.NOBODY || register.rank(value) == Register.UNKNOWN
        ? IntStream.empty()
        : Arrays.stream(register.order()).skip(register.rank(value) + 1L);
  }

  private void reportMissed(int reader, int i, IntPredicate isPast) {
    int key = txn(reader).key(i);
    int value = read(reader, i);
    String kind = "causal";
    int missed = 0;
    for (int other : later(registers[key], value).toArray()) {
      int writer = registers[key].writer(other);
      if (isPast.test(writer) && !kind.equals("fractured-read")) {
        boolean own = sessions[reader] == sessions[writer];
        kind = readsFrom(reader, writer) ? "fractured-read" : own ? "read-your-writes" : kind;
        missed = other;
      }
    }
    int later = missed;
    findings.add(
        kind,
        () ->
            "(%s) read key %d = %s, but comes after (%s), which wrote the later %d"
                .formatted(
                    txns.get(reader),
                    key,
                    name(value),
                    txns.get(registers[key].writer(later)),
                    later));
  }

  private boolean readsFrom(int reader, int writer) {
    Txn txn = txn(reader);
    for (int i = 0; i < txn.size(); i++) {
      if (!txn.writes(i) && registers[txn.key(i)].writer(read(reader, i)) == writer) {
        return true;
      }
    }
    return false;
  }

  private void checkConvergence(List<Inspectable> nodes, Aftermath aftermath) {
    for (int k = 0; k < registers.length; k++) {
      int key = k;
      Json name = Json.of(key);
      List<@Nullable Version> last = new ArrayList<>();
      nodes.forEach(node -> last.add(node.version(name)));
      if (last.stream().distinct().count() > 1) {
        findings.add("diverged", () -> "in the end key %d is at the nodes %s".formatted(key, last));
      }
      checkLast(key, last, aftermath);
    }
  }

  /** In the end the latest version must be there. */
  private void checkLast(int key, List<@Nullable Version> last, Aftermath aftermath) {
    int[] order = registers[key].order();
    for (int rank = order.length - 1; rank >= 0; rank--) {
      int value = order[rank];
      Operation writer = txns.get(registers[key].writer(value));
      boolean isLast = last.stream().anyMatch(v -> v != null && Versions.value(v) == value);
      if (isLast) {
        return;
      }
      if (writer.isOk() && !isForgotten(writer, key, value, aftermath)) {
        findings.add(
            "lost-write",
            () ->
                "%s; key %d = %d was the latest, but in the end the key is %s"
                    .formatted(writer, key, value, last));
        return;
      }
    }
  }

  /** Whether all nodes where a value was seen have been killed since. */
  private boolean isForgotten(Operation writer, int key, int value, Aftermath aftermath) {
    return aftermath.forgot(writer)
        && IntStream.range(0, txns.size())
            .filter(number -> isOk(number) && reads(number, key, value))
            .allMatch(number -> aftermath.forgot(txns.get(number)));
  }

  private boolean reads(int number, int key, int value) {
    Txn txn = txn(number);
    return IntStream.range(0, txn.size())
        .anyMatch(i -> !txn.writes(i) && txn.key(i) == key && read(number, i) == value);
  }
}
