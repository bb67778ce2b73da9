package dev.glomers.gossip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether another node is there: one that is asked again and again in vain is suspected. */
final class Presence {
  /** How many questions in a row may stay without an answer. */
  private static final int PATIENCE = 2;

  /** The same, in time, where nothing is known of how long answers take. */
  private static final Duration UNKNOWN_PATIENCE = Duration.ofSeconds(10);

  private final Timing timing;

  /** Since when it is asked; null if it is not. */
  private @Nullable Duration askedAt;

  /** When it was last asked. */
  private Duration repeatedAt = Duration.ZERO;

  /** Since when it has not answered. */
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

  /** Notes that it has answered; true if it was suspected. */
  boolean answered() {
    boolean was = suspect;
    askedAt = null;
    unanswered = 0;
    suspect = false;
    return was;
  }

  /** Whether it should have answered by now, and has not. */
  boolean isLate(Duration now) {
    return askedAt != null && askedAt.plus(timing.timeout()).compareTo(now) < 0;
  }

  /** Whether to ask it again, for it is likely that the question or the answer was lost. */
  boolean isRepeatDue(Duration now) {
    return askedAt != null && repeatedAt.plus(timing.likelyTimeout()).compareTo(now) < 0;
  }

  /** Notes that it has not answered; true if it is suspected from now on. */
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

  /** Whether what is sent is likely to reach it. */
  boolean isReachable() {
    return !suspect && askedAt == null;
  }
}
