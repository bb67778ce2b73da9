package dev.glomers.challenge.broadcast;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a node knows of another one. */
final class Peer {
  private static final int UNTOLD = -1;

  /** How many requests in a row may stay without an answer. */
  private static final int PATIENCE = 2;

  /** How many measurements are remembered. */
  private static final int WINDOW = 5;

  private final String id;

  /** Its lives that have ended: what they said may still be on its way. */
  private final Set<String> former = new HashSet<>();

  private String origin = "";
  private String hub = "";
  private Version has = new Version();

  /** What it has unless the last message to it was lost. */
  private Version sent = new Version();

  /** Whether it has that. */
  private boolean confirmed = true;

  /** How many values were here when it was last told of them. */
  private int told;

  private Duration sentAt = Duration.ZERO;
  private Duration heardAt = Duration.ZERO;

  /** When its last batch came. */
  private Duration receivedAt = Duration.ZERO;

  /** Since when it could have acknowledged something that it has not. */
  private Duration waitingSince = Duration.ZERO;

  /** Its clock as its last batch told. */
  private long clock;

  private boolean echoed;
  private final Deque<Duration> roundTrips = new ArrayDeque<>();

  /** What this node's clock showed when its batches came, less what its own showed when it sent. */
  private final Deque<Duration> delays = new ArrayDeque<>();

  private boolean asked;
  private int unanswered;
  private boolean suspect;

  Peer(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  Version has() {
    return has;
  }

  /** Whether it takes that node for the hub. */
  boolean follows(String node) {
    return hub.equals(node);
  }

  // What it says.

  /** Takes in what it tells of itself; false if that was in a life that has ended. */
  boolean hear(State state, Duration now) {
    if (former.contains(state.origin())) {
      return false;
    }
    if (!origin.isEmpty() && !origin.equals(state.origin())) {
      former.add(origin);
      has = new Version();
      sent = new Version();
      clock = 0;
      delays.clear();
      told = UNTOLD;
    }
    origin = state.origin();
    hub = state.hub();
    has.raise(state.have());
    confirmed = has.covers(sent);
    heardAt = now;
    return true;
  }

  /** Compares clocks; measures the round trip if this answers the last batch to it, and first. */
  void received(Batch batch, Duration now) {
    clock = batch.at();
    receivedAt = now;
    remember(now.minusMillis(batch.at()), delays);
    if (!echoed && batch.echo() > 0 && batch.echo() == sentAt.toMillis()) {
      echoed = true;
      remember(arrival(batch.at()).minus(sentAt).minusMillis(batch.waited()), roundTrips);
    }
  }

  private static void remember(Duration measured, Deque<Duration> late) {
    if (late.size() == WINDOW) {
      late.remove();
    }
    late.add(measured);
  }

  /**
   * How long round trips take as a rule: the median of late, for exceptions tell nothing; empty
   * until there is any.
   */
  Optional<Duration> roundTrip() {
    return roundTrips.stream().sorted().skip(roundTrips.size() / 2).findFirst();
  }

  /**
   * When a batch will be here that it sends at that time of its clock, if it is as fast as the
   * fastest of late, which tells most of another's clock.
   *
   * @see <a href="https://doi.org/10.1007/BF01784024">Cristian, Probabilistic Clock Synchronization
   *     (1989)</a>
   */
  Duration arrival(long at) {
    return delays.stream().min(Duration::compareTo).orElse(Duration.ZERO).plusMillis(at);
  }

  /** Whether what it says now shows that the last batch to it was lost. */
  boolean missed(Duration now, Duration margin) {
    return !echoed
        && !confirmed
        && roundTrip().filter(t -> sentAt.plus(t).plus(margin).compareTo(now) < 0).isPresent();
  }

  // What it is told.

  /** The batch that brings it what it lacks. */
  Batch batch(State state, Values values, Duration now, Duration within, Duration next) {
    long waited = now.minus(receivedAt).toMillis();
    tell(values, now);
    echoed = false;
    return new Batch(
        state,
        now.toMillis(),
        clock,
        waited,
        within.toMillis(),
        next.toMillis(),
        values.since(has));
  }

  /** Notes that it is told all that is here. */
  void tell(Values values, Duration now) {
    if (confirmed) {
      waitingSince = now;
    }
    sent.raise(values.version().counts());
    confirmed = has.covers(sent);
    sentAt = now;
    told = values.size();
  }

  /** Notes that it is to be told what is here though it should know. */
  void untold() {
    told = UNTOLD;
  }

  boolean isUntold(Values values) {
    return told != values.size();
  }

  boolean lacks(Values values) {
    return !has.covers(values.version());
  }

  boolean confirmed() {
    return confirmed;
  }

  // Whether it is there.

  Duration sentAt() {
    return sentAt;
  }

  /** Since when it has said nothing although it should have. */
  Duration silentSince() {
    return Times.later(heardAt, waitingSince);
  }

  /** Notes that it is asked something; false if it is already. */
  boolean ask() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** Notes that it has answered; true if it was suspected. */
  boolean answered() {
    boolean was = suspect;
    asked = false;
    unanswered = 0;
    suspect = false;
    return was;
  }

  /** Notes that it has not answered; true if that was once too often. */
  boolean silent() {
    asked = false;
    return ++unanswered >= PATIENCE;
  }

  boolean suspect() {
    return suspect;
  }

  void suspected() {
    suspect = true;
  }

  /** Whether a batch is likely to reach it, and to bring what it lacks. */
  boolean reachable() {
    return !suspect && !asked;
  }
}
