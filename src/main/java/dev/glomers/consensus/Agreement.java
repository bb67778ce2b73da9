package dev.glomers.consensus;

import dev.glomers.consensus.Messages.LogEntry;
import dev.glomers.consensus.Messages.Requests;
import dev.glomers.consensus.Messages.Snapshot;
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

/**
 * Has commands run on all nodes in one order: this node's state machine (§2), which runs what is
 * committed at once, and the requests of this node's clients.
 *
 * @param <R> what a command comes to
 */
public final class Agreement<R> {
  final PersistentState state;
  private final BiFunction<Map<Json, Json>, Json, R> machine;
  private final String session;
  private final long snapshotBytes;
  final Map<Json, Json> values = new LinkedHashMap<>();

  /** Up to where the log is known to be committed, and has run. */
  long commit;

  private Runnable submitted = () -> {};

  /** The requests that nobody was told of, and those that may be in some log; both in order. */
  private final Queue<Pending<R>> untold = new ArrayDeque<>();

  private final Queue<Pending<R>> told = new ArrayDeque<>();

  /** How many were told, and have run. */
  private long ran;

  private record Pending<R>(Json command, CompletableFuture<R> result) {
    void fail(ErrorCode code, String words) {
      result.completeExceptionally(new RpcException(code, words));
    }
  }

  /** The state, each value at the place of its key. */
  private record Values(List<Json> keys, List<Json> values) {}

  /**
   * @param session no other node's, and none that this node has ever had
   */
  Agreement(
      BiFunction<Map<Json, Json>, Json, R> machine,
      PersistentState state,
      String session,
      long snapshotBytes) {
    this.machine = machine;
    this.state = state;
    this.session = session;
    this.snapshotBytes = snapshotBytes;
  }

  /** Says what to do when a request has come. */
  void onSubmit(Runnable action) {
    submitted = action;
  }

  /**
   * Runs a command once, after all that were answered before it was submitted anywhere.
   *
   * @param command whatever has a JSON form
   * @return what it comes to here; or an {@link RpcException} with what the machine threw, with
   *     {@link ErrorCode#TEMPORARILY_UNAVAILABLE} if it is certain that it never runs, or with
   *     {@link ErrorCode#TIMEOUT} if it ran and nothing is known of what came of it. May take for
   *     ever, as long as no majority answers.
   */
  public CompletionStage<R> submit(Object command) {
    Pending<R> pending = new Pending<>(Json.of(command), new CompletableFuture<>());
    untold.add(pending);
    submitted.run();
    return pending.result();
  }

  /** Refuses those that nobody was told of: they never run. */
  void refuseUntold() {
    while (!untold.isEmpty()) {
      untold.remove().fail(ErrorCode.TEMPORARILY_UNAVAILABLE, "no leader, or no space on disk");
    }
  }

  /** Those that are not in the log. From now on it is not certain that they never run. */
  Requests tell() {
    told.addAll(untold);
    untold.clear();
    long present = state.present(session);
    List<Json> commands = told.stream().skip(present - ran).map(Pending::command).toList();
    return new Requests(session, present, commands);
  }

  /** §5.3: runs what is committed by now. */
  void commit(long index) {
    if (commit < index) {
      compact();
    }
    while (commit < index) {
      run(state.entry(++commit));
    }
  }

  /** §7; thesis, 5.1.2. Comes late, for the invariants look at what was committed last. */
  private void compact() {
    Snapshot base = state.base;
    long least = Math.max(snapshotBytes, 2L * base.state().length());
    if (commit > base.index() && state.bytes() > least) {
      List<Json> keys = List.copyOf(values.keySet());
      state.compact(commit, Json.of(new Values(keys, List.copyOf(values.values()))));
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

  /** The request of this node's that runs next: they do so in order. */
  private Pending<R> next() {
    ran++;
    return told.remove();
  }

  /** §7: goes on from the snapshot with which the log begins. */
  void restore() {
    commit = state.base.index();
    values.clear();
    if (commit > 0) {
      Values kept = state.base.state().as(Values.class);
      for (int i = 0; i < kept.keys().size(); i++) {
        values.put(kept.keys().get(i), kept.values().get(i));
      }
    }
    while (ran < state.present(session)) {
      next().fail(ErrorCode.TIMEOUT, "it ran, but not on this node");
    }
  }
}
