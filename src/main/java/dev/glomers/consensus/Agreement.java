package dev.glomers.consensus;

import dev.glomers.consensus.PersistentState.LogEntry;
import dev.glomers.consensus.PersistentState.Snapshot;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Runs commands on all nodes in one order. Holds this node's state machine (§2), which runs an
 * entry as soon as it is committed, and the pending requests of this node's clients.
 */
public final class Agreement<R> {
  final PersistentState state;
  private final BiFunction<Map<Json, Json>, Json, R> machine;

  /** Unique: used by no other node and by no earlier life of this one. */
  private final String session;

  private final long snapshotBytes;
  final Map<Json, Json> values = new LinkedHashMap<>();

  /** Figure 2: commitIndex, and lastApplied too: an entry runs as soon as it is committed. */
  long commit;

  /** Runs when a request arrives. */
  Runnable submitted = () -> {};

  /** Requests not yet sent or logged, and requests that may be in some log; both in order. */
  private final Queue<Pending<R>> untold = new ArrayDeque<>();

  private final Queue<Pending<R>> told = new ArrayDeque<>();

  /** The last snapshot, which replaces the beginning of the log when the next one is taken. */
  private Snapshot taken;

  /** How many of the told requests have run. */
  private long ran;

  private record Pending<R>(Json command, CompletableFuture<R> result) {
    void fail(ErrorCode code, String words) {
      result.completeExceptionally(new RpcException(code, words));
    }
  }

  /** A session's requests that its node's log lacks: those after the first {@code present}. */
  record Requests(String session, long present, List<Json> commands) {}

  /** The state of the machine: each key with its value. */
  record Values(List<List<Json>> pairs) {}

  Agreement(
      BiFunction<Map<Json, Json>, Json, R> machine,
      PersistentState state,
      String session,
      long snapshotBytes) {
    this.machine = machine;
    this.state = state;
    taken = state.base;
    this.session = session;
    this.snapshotBytes = snapshotBytes;
  }

  /**
   * Runs a command once, after every command that any node had answered before this call.
   *
   * @param command anything with a JSON form
   * @return the command's result; fails with the {@link RpcException} that the machine threw, with
   *     {@link ErrorCode#TEMPORARILY_UNAVAILABLE} if the command certainly never runs, or with
   *     {@link ErrorCode#TIMEOUT} if it ran but its result is unknown. Stays incomplete while no
   *     majority answers
   */
  public CompletionStage<R> submit(Object command) {
    Pending<R> pending = new Pending<>(Json.of(command), new CompletableFuture<>());
    untold.add(pending);
    submitted.run();
    return pending.result();
  }

  /** Refuses the requests that were not sent or logged: they never run. */
  void refuseUntold() {
    while (!untold.isEmpty()) {
      untold.remove().fail(ErrorCode.TEMPORARILY_UNAVAILABLE, "no leader, or no space on disk");
    }
  }

  /** The requests that are not in the log. After this call they may run. */
  Requests tell() {
    told.addAll(untold);
    untold.clear();
    long present = state.present(session);
    List<Json> commands = told.stream().skip(present - ran).map(Pending::command).toList();
    return new Requests(session, present, commands);
  }

  /** §5.3: runs the entries up to an index, which are committed. */
  void commit(long index) {
    if (commit < index) {
      compact();
    }
    while (commit < index) {
      run(state.entry(++commit));
    }
  }

  /** §7; thesis, 5.1.2. What is after the last snapshot but one stays: others may lack it yet. */
  private void compact() {
    long least = Math.max(snapshotBytes, 2L * taken.state().length());
    if (state.bytes(taken.index(), commit) > least) {
      state.replace(taken, state.from(taken.index() + 1));
      Stream<List<Json>> pairs =
          values.entrySet().stream().map(each -> List.of(each.getKey(), each.getValue()));
      taken = state.snapshot(commit, Json.of(new Values(pairs.toList())));
    }
  }

  private void run(LogEntry entry) {
    if (entry.session().isEmpty()) {
      return;
    }
    boolean isOwn = entry.session().equals(session);
    CompletableFuture<R> result = isOwn ? next().result() : new CompletableFuture<>();
    try {
      result.complete(machine.apply(values, entry.command()));
    } catch (RpcException e) {
      result.completeExceptionally(e);
    }
  }

  /** This node's next request to run: its requests run in order. */
  private Pending<R> next() {
    ran++;
    return told.remove();
  }

  /** §7: resets the state machine to the snapshot at the beginning of the log. */
  void restore() {
    taken = state.base;
    commit = taken.index();
    values.clear();
    for (List<Json> pair : state.base.state().as(Values.class).pairs()) {
      values.put(pair.get(0), pair.get(1));
    }
    while (ran < state.present(session)) {
      next().fail(ErrorCode.TIMEOUT, "it ran, but this node does not know its result");
    }
  }
}
