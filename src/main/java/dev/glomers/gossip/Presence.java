package dev.glomers.gossip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a peer answers. It is suspected when it leaves several questions in a row unanswered. */
final class Presence {
  /** A peer is suspected after so many questions in a row without an answer. */
  private static final int PATIENCE = 2;

  /** A peer is suspected after this time where no round trip is measured yet. */
  private static final Duration UNKNOWN_PATIENCE = Duration.ofSeconds(10);

  private final Timing timing;

  /** When the open question was first asked; null if none is open. */
  private @Nullable Duration askedAt;

  /** When the open question was last asked. */
  private Duration repeatedAt = Duration.ZERO;

  /** When the first of the unanswered questions was asked. */
  private Duration unansweredSince = Duration.ZERO;

  private int unanswered;
  private boolean suspect;

  Presence(Timing timing) {
    this.timing = timing;
  }

  void ask(Duration now) {
    askedAt = askedAt == null ? now : askedAt;
    repeatedAt = now;
    if (unanswered == 0) {
      unansweredSince = now;
    }
  }

  boolean isAsked() {
    return askedAt != null;
  }

  /** Records an answer; true if the peer was suspected. */
  boolean answered() {
    boolean was = suspect;
    askedAt = null;
    unanswered = 0;
    suspect = false;
    return was;
  }

  /** Whether an answer is overdue. */
  boolean isLate(Duration now) {
    return askedAt != null && askedAt.plus(timing.timeout()).compareTo(now) < 0;
  }

  /** Whether to repeat the question, since it or its answer was probably lost. */
  boolean isRepeatDue(Duration now) {
    return askedAt != null && repeatedAt.plus(timing.likelyTimeout()).compareTo(now) < 0;
  }

  /** Records that no answer came in time; true if the peer is suspected from now on. */
  boolean silent(Duration now) {
    askedAt = null;
    unanswered++;
    boolean before = suspect;
    if (!suspect) {
      timing.expired();
      suspect =
          timing.isMeasured()
              ? unanswered >= PATIENCE
              : unansweredSince.plus(UNKNOWN_PATIENCE).compareTo(now) <= 0;
    }
    return suspect && !before;
  }

  boolean isSuspect() {
    return suspect;
  }

  /** Whether a message is likely to reach the peer. */
  boolean isReachable() {
    return !suspect && askedAt == null;
  }
}
