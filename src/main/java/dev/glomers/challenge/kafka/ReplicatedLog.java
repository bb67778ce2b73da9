package dev.glomers.challenge.kafka;

import dev.glomers.gossip.Items;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Invariants;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A log for each key, and the offset up to which each is processed, without coordination; see the
 * package for why it is correct.
 */
final class ReplicatedLog implements Items {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final Replication log;
  private final OffsetReservation offsets;
  private final Journals journals;

  /** Whether a committed offset is shown only once all nodes have it. */
  private final boolean commitsWhenStable;

  ReplicatedLog(
      Replication log, OffsetReservation offsets, Journals journals, boolean commitsWhenStable) {
    this.log = log;
    this.offsets = offsets;
    this.journals = journals;
    this.commitsWhenStable = commitsWhenStable;
  }

  /** Done once this node knows every committed offset that a former life may have told. */
  CompletionStage<ReplicatedLog> informed() {
    CompletionStage<Void> informed =
        offsets.floor() == 0 ? DONE : log.catchUp().thenCompose(done -> log.add(Json.NULL));
    return informed.thenApply(done -> this);
  }

  @Override
  public void invariants(Invariants always) {
    journals.invariants(always);
  }

  @Override
  public Map<String, ?> shows() {
    return journals.shows();
  }

  @Override
  public boolean wantStability() {
    return true;
  }

  @Override
  public void take(String origin, int end, Json json) {
    if (!json.isNull()) {
      Item item = json.as(Item.class);
      journals.add(origin, end, item);
      if (!commitsWhenStable) {
        journals.commit(item);
      }
    }
  }

  @Override
  public void stable(String origin, int end) {
    journals.confirm(origin, end);
  }

  private CompletionStage<Void> add(Item item) {
    log.requireRoom();
    String origin = log.origin();
    journals.add(origin, log.length(origin) + 1, item);
    return log.add(Json.of(item));
  }

  /** Appends a message; returns its offset once the entry is as safe as promised. */
  CompletionStage<Long> send(String key, Json msg) {
    long next = journals.nextOffset(key, offsets.floor());
    if (!offsets.covers(next)) {
      return offsets.cover(next).thenCompose(covered -> send(key, msg));
    }
    offsets.coverSoon(next);
    Item append = journals.number(key, msg, offsets.floor());
    return add(append).thenApply(done -> append.offset());
  }

  /** Raises committed offsets. A higher one stays. */
  CompletionStage<Void> commit(Map<String, Long> processed) {
    List<Item> raised = journals.raised(processed);
    // Items become safe in this order, so the last is enough.
    CompletionStage<Void> safe = DONE;
    try {
      for (Item commit : raised) {
        safe = add(commit);
      }
    } catch (RpcException full) {
      // The error is indefinite: after a refused commit Maelstrom's client has moved on past its
      // poll, while its checker takes the poll back.
      throw new RpcException(ErrorCode.CRASH, String.valueOf(full.getMessage()));
    }
    return safe.thenRun(() -> raised.forEach(journals::commit));
  }
}
