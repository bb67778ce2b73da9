package dev.glomers.gossip;

import dev.glomers.runtime.RoundTrip;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether another node is there: one that is asked again and again in vain is suspected. */
final class Presence {
  /** How many questions in a row may stay without an answer. */
  private static final int PATIENCE = 2;

  private final RoundTrip roundTrip;

  /** Since when it is asked; null if it is not. */
  private @Nullable Duration askedAt;

  private int unanswered;
  private boolean suspect;
  private boolean everAnswered;

  Presence(RoundTrip roundTrip) {
    this.roundTrip = roundTrip;
  }

  /** Notes that it is asked whether it is there. */
  void ask(Duration now) {
    askedAt = now;
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
    everAnswered = true;
    return was;
  }

  /** Whether it should have answered by now, and has not. */
  boolean isLate(Duration now) {
    return askedAt != null && askedAt.plus(roundTrip.timeout()).compareTo(now) < 0;
  }

  /** Notes that it has not answered; true if it is suspected from now on. */
  boolean silent() {
    askedAt = null;
    unanswered++;
    boolean before = suspect;
    if (!suspect) {
      roundTrip.expired();
      suspect = unanswered >= PATIENCE;
    }
    return suspect && !before;
  }

  boolean isSuspect() {
    return suspect;
  }

  /** Whether it has answered since this node started. */
  boolean hasEverAnswered() {
    return everAnswered;
  }

  /** Whether what is sent is likely to reach it. */
  boolean isReachable() {
    return !suspect && askedAt == null;
  }
}
