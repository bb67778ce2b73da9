package dev.glomers.gossip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of all that is here another node is known to have, and has been told. */
final class Knowledge {
  /** This node's. */
  private final Logs logs;

  private VersionVector has = new VersionVector();

  /** It has the first so much of what is here, in the order in which that came here. */
  private int confirmed;

  /** The same, unless the last message to it was lost. */
  private int told;

  /** Whether it is to be told what is here though it should know. */
  private boolean untold;

  /** Since when it is said to have what is not here; null if it is not. */
  private @Nullable Duration aheadSince;

  /** Whether it has ever told all that it had. */
  private boolean heard;

  /** The first so much of what it has is durable here, in the order in which that came there. */
  private int taken;

  /** The same of what is not durable yet, with how much is here. */
  private final Deque<Taken> pending = new ArrayDeque<>();

  private record Taken(int end, int count, boolean brought) {}

  Knowledge(Logs logs) {
    this.logs = logs;
  }

  void reborn() {
    has = new VersionVector();
    confirmed = 0;
    told = 0;
    untold = true;
    taken = 0;
    pending.clear();
  }

  VersionVector has() {
    return has;
  }

  /** Notes what it says that it has, of which not all is here yet. */
  void has(Map<String, Integer> counts, Duration now) {
    has.raise(counts);
    ahead(now);
  }

  private void ahead(Duration now) {
    aheadSince = aheadSince == null ? now : aheadSince;
  }

  /** Whether all is here that it has said to have. */
  boolean isCovered() {
    if (aheadSince != null && logs.version().covers(has)) {
      aheadSince = null;
    }
    return aheadSince == null;
  }

  /** Whether something that it has is missing since then or longer. */
  boolean isAheadSince(Duration time) {
    return !isCovered() && aheadSince != null && aheadSince.compareTo(time) < 0;
  }

  /** Notes what it sends, which it has; all that it has if that is taken in. */
  void sent(Batch batch, boolean taken, Duration now) {
    if (!taken) {
      ahead(now);
    }
    batch.log().forEach((origin, run) -> has.raise(origin, run.end()));
    Logs.raise(has, batch.stable());
  }

  /** Notes that it has the first so much of what is here. */
  void acknowledged(int end) {
    for (; confirmed < Math.min(end, logs.size()); confirmed++) {
      Arrivals.Mark mark = logs.mark(confirmed);
      has.raise(mark.name(), mark.end());
    }
  }

  /** Notes that the first so much of what it has is here. */
  void took(Batch batch) {
    heard = true;
    boolean brought = !batch.log().isEmpty() || !batch.stable().isEmpty();
    pending.add(new Taken(batch.end(), logs.count(), brought));
  }

  /** Whether it is to be told that more of what it brought is durable here; it counts from now. */
  boolean isOwed() {
    boolean owed = false;
    while (!pending.isEmpty() && pending.element().count() <= logs.size()) {
      owed |= pending.element().brought();
      taken = Math.max(taken, pending.remove().end());
    }
    return owed;
  }

  /** Whether all that it had at some time since this node started is here. */
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

  /** What of all that is here it is not known to have. */
  Logs.Delta lacking() {
    return logs.since(has, confirmed);
  }

  boolean lacks() {
    return countConfirmed() < logs.size();
  }

  /** Whether it has all that it was told. */
  boolean confirmed() {
    return confirmed >= told || countConfirmed() >= told;
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
