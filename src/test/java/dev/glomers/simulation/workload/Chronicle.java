package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A history written by hand, for a checker to judge. Process <i>i</i> talks to node <i>i</i> modulo
 * the number of nodes. Something happens every millisecond, from 1 ms on.
 */
public final class Chronicle {
  /** For each process what ends its operation. */
  private final Map<Integer, Runnable> underWay = new HashMap<>();

  private static final long MILLISECOND = 1_000_000;

  private final History history = new History();
  private final Map<String, Challenge> nodes = new LinkedHashMap<>();
  private final Map<String, List<Long>> kills = new HashMap<>();
  private Set<String> core = Set.of();
  private boolean last;
  private boolean ofMaelstrom = true;
  private long nowMillis;

  /** Nodes that nobody can look into, and whose faults never end. */
  public Chronicle(int nodes) {
    for (int node = 0; node < nodes; node++) {
      node(node, (cluster, on) -> {});
    }
  }

  /** What a node runs at the end. */
  public void node(int number, Challenge challenge) {
    nodes.put("n" + number, challenge);
  }

  public Operation begin(int process, Record request) {
    return history.invoke(
        process,
        process,
        "n" + process % nodes.size(),
        request,
        last,
        ofMaelstrom,
        ++nowMillis * MILLISECOND);
  }

  private void end(
      Operation operation, Outcome outcome, @Nullable Object result, @Nullable ErrorCode why) {
    history.complete(
        operation,
        outcome,
        result,
        why == null ? null : new RpcException(why, "no"),
        ++nowMillis * MILLISECOND);
  }

  public void ok(Operation operation, @Nullable Object result) {
    end(operation, Outcome.OK, result, null);
  }

  /** An operation that succeeds before anything else happens. */
  public Operation ok(int process, Record request, @Nullable Object result) {
    Operation operation = begin(process, request);
    ok(operation, result);
    return operation;
  }

  /** An operation that a node refuses. */
  public void refused(int process, Record request) {
    refused(process, request, ErrorCode.TXN_CONFLICT);
  }

  public void refused(int process, Record request, ErrorCode why) {
    end(begin(process, request), Outcome.FAIL, null, why);
  }

  /** An operation of which nobody knows whether it happened. */
  public void unclear(int process, Record request) {
    end(begin(process, request), Outcome.INFO, null, ErrorCode.TIMEOUT);
  }

  /** All that happens until something else is said happens so much later. */
  public void pass(long millis) {
    nowMillis += millis;
  }

  /** A node forgets all. */
  public void kill(int node) {
    kills.computeIfAbsent("n" + node, each -> new ArrayList<>()).add(++nowMillis * MILLISECOND);
  }

  /** The faults end for these nodes; final operations follow. */
  public void heal(Integer... healed) {
    core = new TreeSet<>();
    for (int node : healed) {
      core.add("n" + node);
    }
    last = true;
  }

  /** What follows Maelstrom's clients do not do. */
  public void probe() {
    ofMaelstrom = false;
  }

  public Verdict judge(Checker checker) {
    return checker.check(history, aftermath());
  }

  public History history() {
    return history;
  }

  public Aftermath aftermath() {
    return new Aftermath(core, nodes, kills);
  }

  /** The kinds of anomalies that a checker finds, each as often as it does. */
  public List<String> kinds(Checker checker) {
    List<Anomaly> anomalies = judge(checker).anomalies();
    assertThat(anomalies).allSatisfy(anomaly -> assertThat(anomaly.words()).isNotBlank());
    return anomalies.stream().map(Anomaly::kind).toList();
  }

  /**
   * Tells steps, divided by semicolons: {@code pass} with a time, {@code probe}, {@code heal} with
   * the nodes, or a process and a word that stands for its operation. An operation that ends in
   * {@code !} is refused, one in {@code ?} stays unclear, and any other succeeds: at once, or from
   * {@code (} until {@code )}.
   */
  public void tell(
      String steps, Function<String, Record> request, Function<String, @Nullable Object> result) {
    for (String step : steps.split(";", -1)) {
      String[] words = step.strip().split(" ", -1);
      String[] rest = Arrays.copyOfRange(words, 1, words.length);
      switch (words[0]) {
        case "pass" -> pass(Long.parseLong(rest[0]));
        case "probe" -> probe();
        case "heal" -> heal(Arrays.stream(rest).map(Integer::valueOf).toArray(Integer[]::new));
        default -> tell(Integer.parseInt(words[0]), rest, request, result);
      }
    }
  }

  private void tell(
      int process,
      String[] words,
      Function<String, Record> request,
      Function<String, @Nullable Object> result) {
    switch (words[0]) {
      case "(" -> {
        Operation operation = begin(process, request.apply(words[1]));
        underWay.put(process, () -> ok(operation, result.apply(words[1])));
      }
      case ")" -> Objects.requireNonNull(underWay.remove(process)).run();
      default -> {
        Record asked = request.apply(words[0]);
        if (words[0].endsWith("!")) {
          refused(process, asked, ErrorCode.TEMPORARILY_UNAVAILABLE);
        } else if (words[0].endsWith("?")) {
          unclear(process, asked);
        } else {
          ok(process, asked, result.apply(words[0]));
        }
      }
    }
  }
}
