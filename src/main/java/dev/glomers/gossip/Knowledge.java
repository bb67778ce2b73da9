package dev.glomers.gossip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a peer is known to have and what it was told, of everything that this node has. */
final class Knowledge {
  /** This node's. */
  private final Logs logs;

  private final VersionVector has = new VersionVector();

  /** The peer has the first so many of this node's arrivals. */
  private int confirmed;

  /** The same, unless the last message to the peer was lost. */
  private int told;

  /** Whether to send the peer a batch although it was told everything. */
  private boolean untold;

  /** Since when the peer has items that this node lacks; null if there are none. */
  private @Nullable Duration aheadSince;

  /** Whether the peer has ever sent everything that it had. */
  private boolean heard;

  /** The first so many of the peer's arrivals are durable here. */
  private int taken;

  /** Batches of the peer that are not durable here yet. */
  private final Deque<Taken> pending = new ArrayDeque<>();

  private record Taken(int end, int count, boolean brought) {}

  Knowledge(Logs logs) {
    this.logs = logs;
  }

  VersionVector has() {
    return has;
  }

  /** Records the peer's version vector, which may be ahead of this node's. */
  void has(Map<String, Integer> counts, Duration now) {
    has.raise(counts);
    ahead(now);
  }

  private void ahead(Duration now) {
    aheadSince = aheadSince == null ? now : aheadSince;
  }

  /** Whether this node has everything that the peer is known to have. */
  boolean isCovered() {
    if (aheadSince != null && logs.version().covers(has)) {
      aheadSince = null;
    }
    return aheadSince == null;
  }

  /** Whether this node lacks an item that the peer has had since that time. */
  boolean isAheadSince(Duration time) {
    return !isCovered() && aheadSince != null && aheadSince.compareTo(time) < 0;
  }

  /** Records what a batch of the peer brings: the peer has it. */
  void sent(Batch batch, boolean taken, Duration now) {
    if (!taken) {
      ahead(now);
    }
    batch.log().forEach(extent -> has.raise(extent.name(), extent.end()));
  }

  /** Records that the peer has the first so many of this node's arrivals. */
  void acknowledged(int end) {
    for (; confirmed < Math.min(end, logs.size()); confirmed++) {
      Arrivals.Mark mark = logs.mark(confirmed);
      has.raise(mark.name(), mark.end());
    }
  }

  /** Records that this node has taken in a batch of the peer. */
  void took(Batch batch) {
    heard = true;
    pending.add(new Taken(batch.end(), logs.count(), !batch.log().isEmpty()));
  }

  /** Counts batches that are durable by now; returns whether an acknowledgement is owed for one. */
  boolean isOwed() {
    boolean owed = false;
    while (!pending.isEmpty() && pending.element().count() <= logs.size()) {
      owed |= pending.element().brought();
      taken = Math.max(taken, pending.remove().end());
    }
    return owed;
  }

  /** Whether this node has taken in everything that the peer had at some time. */
  boolean isHeard() {
    return heard;
  }

  int taken() {
    return taken;
  }

  void tell() {
    told = logs.size();
    untold = false;
  }

  void untold() {
    untold = true;
  }

  boolean isUntold() {
    return untold || told < logs.size();
  }

  /** What this node has and the peer is not known to have. */
  List<Extent> lacking() {
    return logs.since(has, confirmed);
  }

  boolean lacks() {
    return countConfirmed() < logs.size();
  }

  /** Whether the peer has everything that it was told. */
  boolean confirmed() {
    return countConfirmed() >= told;
  }

  private int countConfirmed() {
    while (confirmed < logs.size() && has(logs.mark(confirmed))) {
      confirmed++;
    }
    return confirmed;
  }

  private boolean has(Arrivals.Mark mark) {
    return has.of(mark.name()) >= mark.end();
  }
}
