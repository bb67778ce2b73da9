package dev.glomers.gossip;

import dev.glomers.runtime.RoundTrip;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** When a peer was heard and sent something, what its clock shows, and how far away it is. */
final class Timing {
  /** How many measurements are remembered. */
  private static final int WINDOW = 5;

  /** A busy machine may take so much longer than a round trip. */
  private static final Duration MARGIN = Duration.ofMillis(150);

  /** A cut may heal at any time, so a peer is asked at least so often. */
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

  /** One question too many costs less than a longer wait for a lost message. */
  private static final Duration IMPATIENCE = Duration.ofMillis(500);

  /** No answer is waited for longer than so many times the usual round trip. */
  private static final int MOST_TIMES_LIKELY = 3;

  /** The longest wait for a peer that was never heard, since the other peers may be paused. */
  private static final Duration LONGEST_UNKNOWN = RoundTrip.UNKNOWN.multipliedBy(4);

  private final RoundTrip roundTrip = roundTrip();

  /** All peers' round trips, used until this peer's is measured. */
  private final RoundTrip common;

  private Duration sentAt = Duration.ZERO;

  /** When the peer's last message came. */
  private Duration receivedAt = Duration.ZERO;

  /** Since when the peer could have acknowledged something that it has not. */
  private Duration waitingSince = Duration.ZERO;

  private long clock;

  /** This node's clock as the peer's last message echoed it. */
  private long echo;

  private final Deque<Duration> trips = new ArrayDeque<>();

  /** The median of {@link #trips}, which is read far more often than a trip is measured. */
  private Optional<Duration> trip = Optional.empty();

  /** For each message of the peer: this node's clock on arrival less the peer's on sending. */
  private final Deque<Duration> delays = new ArrayDeque<>();

  Timing(RoundTrip common) {
    this.common = common;
  }

  static RoundTrip roundTrip() {
    return new RoundTrip(MARGIN, LONGEST_BACKOFF);
  }

  void reborn() {
    clock = 0;
    delays.clear();
  }

  /**
   * How long round trips take as a rule: the median of late, for a pause or a straggler tells
   * nothing of the rest; empty until one is measured.
   */
  Optional<Duration> trip() {
    return trip;
  }

  /** How long to wait for an answer; a pause that inflates the variance counts for a while only. */
  Duration timeout() {
    Duration timeout = known().timeout();
    return trips.isEmpty()
        ? Times.earlier(timeout, LONGEST_UNKNOWN)
        : Times.earlier(timeout, likelyTimeout().multipliedBy(MOST_TIMES_LIKELY));
  }

  /**
   * How long most answers take; or, if that is little, the quickest of late, for what slowed down
   * the others may be over.
   */
  Duration likelyTimeout() {
    return trip()
        .map(Timing::withMargin)
        .map(most -> Times.earlier(most, Times.later(IMPATIENCE, quickest())))
        .orElseGet(this::timeout);
  }

  private Duration quickest() {
    return trips.stream().min(Duration::compareTo).map(Timing::withMargin).orElseThrow();
  }

  private static Duration withMargin(Duration trip) {
    return trip.plus(Times.later(MARGIN, Duration.ofNanos(trip.toNanos() / 2)));
  }

  void expired() {
    known().expired();
  }

  boolean isMeasured() {
    return known().smoothed().isPresent();
  }

  private RoundTrip known() {
    return roundTrip.smoothed().isPresent() ? roundTrip : common;
  }

  /**
   * Compares clocks, and measures the round trip. What is echoed says which message is answered, so
   * that a late answer counts as well as any (RFC 7323, 4).
   */
  void received(Batch batch, Duration now) {
    clock = batch.at();
    receivedAt = now;
    remember(now.minusMillis(batch.at()), delays);
    Duration measured = now.minusMillis(batch.echo()).minusMillis(batch.waited());
    // What is echoed may be the clock of a former life, which was ahead.
    if (batch.echo() > echo && !measured.isNegative()) {
      echo = batch.echo();
      remember(measured, trips);
      Duration median = trips.stream().sorted().skip(trips.size() / 2).findFirst().orElseThrow();
      trip = Optional.of(median);
      roundTrip.measured(median);
      common.measured(median);
    }
  }

  private static void remember(Duration measured, Deque<Duration> late) {
    if (late.size() == WINDOW) {
      late.remove();
    }
    late.add(measured);
  }

  /**
   * When a message arrives that the peer sends at that time of its clock, if it is as fast as the
   * fastest recent one, which tells most about the peer's clock.
   *
   * @see <a href="https://doi.org/10.1007/BF01784024">Cristian, Probabilistic Clock Synchronization
   *     (1989)</a>
   */
  Duration arrival(long at) {
    return delays.stream().min(Duration::compareTo).orElse(Duration.ZERO).plusMillis(at);
  }

  void sent(Duration now, boolean confirmed) {
    if (confirmed) {
      waitingSince = now;
    }
    sentAt = now;
  }

  /** Whether the message that came now shows that the peer missed the last one sent to it. */
  boolean missed(Duration now, Duration margin) {
    return echo < sentAt.toMillis()
        && trip().filter(trip -> sentAt.plus(trip).plus(margin).compareTo(now) < 0).isPresent();
  }

  /** Whether the peer was silent for that long and a round trip, although it should have spoken. */
  boolean isSilent(Duration patience, Duration now) {
    return hasPassed(Times.later(receivedAt, waitingSince), patience, now);
  }

  /** Whether the peer was sent nothing for that long and a round trip. */
  boolean isQuiet(Duration patience, Duration now) {
    return hasPassed(sentAt, patience, now);
  }

  private boolean hasPassed(Duration since, Duration patience, Duration now) {
    return since.plus(patience).plus(likelyTimeout()).compareTo(now) < 0;
  }

  long clock() {
    return clock;
  }

  Duration waited(Duration now) {
    return now.minus(receivedAt);
  }
}
