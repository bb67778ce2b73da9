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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

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
 *   <li>{@code lost-write}, {@code diverged}: what the nodes' final reads find.
 * </ul>
 *
 * <p>A node that waits for no other takes its last transactions with it when it is killed. So the
 * kill ends the sessions of its clients, and what was seen nowhere but at nodes that have been
 * killed since may be lost.
 *
 * <p>The order of a key's versions is the nodes' own, see {@link Versions}; elle has to guess it.
 * For nodes that do not let themselves be looked into, four things are known of it: a transaction's
 * write comes after what the same transaction had read, which is all that elle goes by in
 * Maelstrom; it comes after every version that is causally before; so does what a read finds; and
 * what the final reads find comes last.
 *
 * @see <a href="https://doi.org/10.4230/LIPIcs.CONCUR.2015.58">Cerone, Bernardi, Gotsman: A
 *     Framework for Transactional Consistency Models with Atomic Visibility</a>
 * @see <a href="https://doi.org/10.1145/3009837.3009888">Bouajjani, Enea, Guerraoui, Hamza: On
 *     Verifying Causal Consistency</a>, whose causal convergence this is
 */
final class TxnChecker implements Checker {
  private static final int SESSION = DependencyGraph.SESSION;
  private static final int WRITE_READ = DependencyGraph.WRITE_READ;
  private static final int WRITE_WRITE = DependencyGraph.WRITE_WRITE;

  /** With more sessions at a time their vector clocks would fill the memory. */
  private static final int SESSIONS_AT_ONCE = 500;

  private final Versions versions;
  private final Findings findings = new Findings(Set.of("internal", "G1a", "G1b", "G1c"));
  private List<Operation> txns = List.of();
  private Aftermath aftermath = new Aftermath(Set.of(), Map.of(), Map.of());
  private Register[] registers = {};

  /** For each transaction the session that it belongs to; these are numbered from 0. */
  private int[] sessions = {};

  TxnChecker(Versions versions) {
    this.versions = versions;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    this.aftermath = aftermath;
    txns = history.of(Txn.class).toList();
    sessions = sessions(txns, aftermath);
    if (!aftermath.nodes().values().stream().allMatch(Inspectable.class::isInstance)) {
      findings.unchecked(
          "the whole order of each key's versions: the nodes do not let themselves be looked into");
    }
    aftermath
        .nodes()
        .forEach(
            (id, node) -> {
              if (node instanceof Inspectable inspectable) {
                see(inspectable, id);
              }
            });
    registers = Register.of(txns, versions);
    checkReads();
    DependencyGraph graph = dependencies();
    int causallyChecked = checkCausality(graph);
    if (aftermath.converged()) {
      checkEnd(graph);
    }
    checkCycles(graph);
    versions.strange().forEach(each -> findings.add(each.kind(), each::words));
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
   * @return how many transactions were checked: those on cycles have no clock
   */
  private int checkCausality(DependencyGraph graph) {
    int count = Arrays.stream(sessions).max().orElse(-1) + 1;
    int[] lengths = new int[count];
    int[] places = Arrays.stream(sessions).map(session -> ++lengths[session]).toArray();
    int[] order = graph.order(SESSION | WRITE_READ);
    boolean atOnce = count <= SESSIONS_AT_ONCE;
    for (int first = 0; first < count; first += SESSIONS_AT_ONCE) {
      int end = Math.min(count, first + SESSIONS_AT_ONCE);
      visitPasts(graph, order, places, first, end, true, atOnce);
    }
    for (int first = 0; first < count && !atOnce; first += SESSIONS_AT_ONCE) {
      int end = Math.min(count, first + SESSIONS_AT_ONCE);
      visitPasts(graph, order, places, first, end, false, true);
    }
    return (int) Arrays.stream(order).filter(this::isOk).count();
  }

  /**
   * Goes through the transactions in causal order, each with the part of its past that some
   * sessions make up.
   *
   * @param learn whether to note which versions are causally before others
   * @param check whether to check reads by all that was noted
   */
  private void visitPasts(
      DependencyGraph graph,
      int[] order,
      int[] places,
      int first,
      int end,
      boolean learn,
      boolean check) {
    int[][] clocks = new int[txns.size()][];
    for (int number : order) {
      int[] past = clocks[number] == null ? new int[end - first] : clocks[number];
      IntPredicate isPast =
          writer -> {
            int session = sessions[writer];
            return session >= first && session < end && past[session - first] >= places[writer];
          };
      if (learn) {
        learnPast(number, isPast);
        learnReads(graph, number, isPast);
      }
      if (check && isOk(number)) {
        checkPast(number, isPast);
      }
      if (sessions[number] >= first && sessions[number] < end) {
        past[sessions[number] - first] = places[number];
      }
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
  }

  private void learnPast(int number, IntPredicate isPast) {
    Txn txn = txn(number);
    for (int i = 0; i < txn.size(); i++) {
      if (txn.writesLast(i)) {
        Register register = registers[txn.key(i)];
        for (int other = 1; other <= register.values(); other++) {
          int writer = register.writer(other);
          if (writer != Register.NOBODY && writer != number && isPast.test(writer)) {
            register.precedes(other, txn.value(i));
          }
        }
      }
    }
  }

  /** What comes causally before a read is not later than what it finds. */
  private void learnReads(DependencyGraph graph, int number, IntPredicate isPast) {
    Txn txn = txn(number);
    for (int i = 0; i < txn.size() && isOk(number); i++) {
      if (!txn.writes(i) && txn.isFirst(i)) {
        Register register = registers[txn.key(i)];
        int value = read(number, i);
        for (int other = 1; other <= register.values(); other++) {
          int writer = register.writer(other);
          if (other != value
              && writer != Register.NOBODY
              && isPast.test(writer)
              && txns.get(writer).outcome() != Outcome.FAIL
              && !register.isIntermediate(other)) {
            overwrites(graph, txn.key(i), other, value);
          }
        }
      }
    }
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
        for (int other = 1; other <= register.values(); other++) {
          if (isMissed(register, value, other, isPast)) {
            reportMissed(reader, i, isPast);
            break;
          }
        }
      }
    }
  }

  /** Whether a value comes causally before a read that found a value which is certainly older. */
  private boolean isMissed(Register register, int value, int other, IntPredicate isPast) {
    int writer = register.writer(other);
    return writer != Register.NOBODY
        && isPast.test(writer)
        && (value == 0
            ? txns.get(writer).outcome() != Outcome.FAIL
            : register.writer(value) != Register.NOBODY && register.isBefore(value, other));
  }

  private void reportMissed(int reader, int i, IntPredicate isPast) {
    int key = txn(reader).key(i);
    int value = read(reader, i);
    String kind = "causal";
    int missed = 0;
    for (int other = 1; other <= registers[key].values(); other++) {
      int writer = registers[key].writer(other);
      if (isMissed(registers[key], value, other, isPast) && !kind.equals("fractured-read")) {
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

  /** In the end all nodes of the core must hold one value of each key, the latest of all. */
  private void checkEnd(DependencyGraph graph) {
    noteWhatIsRemembered();
    Map<Integer, Map<Integer, Operation>> found = new TreeMap<>();
    for (Operation operation : txns) {
      if (operation.isFinal() && operation.isOk()) {
        Txn txn = operation.request(Txn.class);
        for (int i = 0; i < txn.size(); i++) {
          found
              .computeIfAbsent(txn.key(i), key -> new LinkedHashMap<>())
              .putIfAbsent(operation.result(TxnOk.class).value(i), operation);
        }
      }
    }
    found.forEach(
        (key, values) -> {
          if (values.size() > 1) {
            findings.add(
                "diverged",
                () ->
                    "in the end key %d is %s: %s"
                        .formatted(key, values.keySet(), nodes(values.values())));
          } else if (key < registers.length) {
            checkLast(graph, key, values.keySet().iterator().next());
          }
        });
  }

  /** What was read at a node that has not been killed since cannot have been lost by a kill. */
  private void noteWhatIsRemembered() {
    for (int number = 0; number < txns.size(); number++) {
      if (isOk(number) && !aftermath.forgot(txns.get(number))) {
        for (int i = 0; i < txn(number).size(); i++) {
          if (!txn(number).writes(i)) {
            registers[txn(number).key(i)].remember(read(number, i));
          }
        }
      }
    }
  }

  private static List<String> nodes(Collection<Operation> operations) {
    return operations.stream().map(Operation::node).toList();
  }

  private void checkLast(DependencyGraph graph, int key, int last) {
    Register register = registers[key];
    for (int value = 1; value <= register.values(); value++) {
      int number = register.writer(value);
      if (value != last && number != Register.NOBODY && mustLast(number, key, value)) {
        Operation writer = txns.get(number);
        int other = value;
        if (last == 0 || register.isBefore(last, value)) {
          findings.add(
              "lost-write",
              () ->
                  "%s; key %d = %d was later, but in the end the key is %s"
                      .formatted(writer, key, other, name(last)));
        } else {
          overwrites(graph, key, value, last);
        }
      }
    }
  }

  /** Whether a write must be in the end, or one that came later. */
  private boolean mustLast(int number, int key, int value) {
    Operation writer = txns.get(number);
    return writer.isOk()
        && aftermath.atCore(writer)
        && !registers[key].isIntermediate(value)
        && (!aftermath.forgot(writer) || registers[key].isRemembered(value));
  }
}
