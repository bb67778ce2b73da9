package dev.glomers.challenge.broadcast;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** What a node knows of another one. */
final class Peer {
  /** How many requests in a row may stay without an answer. */
  private static final int PATIENCE = 2;

  /** How many measurements are remembered. */
  private static final int WINDOW = 5;

  private final String id;

  /** This node's. */
  private final Values values;

  private String origin = "";
  private String hub = "";
  private Version has = new Version();

  /** It has the first so many of this node's values, in the order in which those came here. */
  private int confirmed;

  /** The same, unless the last message to it was lost. */
  private int told;

  /** Whether it is to be told what is here though it should know. */
  private boolean untold;

  /** The first so many of its values are here, in the order in which they came there. */
  private int taken;

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

  Peer(String id, Values values) {
    this.id = id;
    this.values = values;
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

  /** Notes who speaks; true if that is another life than before: the next one, or a late word. */
  boolean hear(String speaker, String itsHub, Duration now) {
    boolean another = !origin.isEmpty() && !origin.equals(speaker);
    if (another) {
      has = new Version();
      confirmed = 0;
      told = 0;
      untold = true;
      taken = 0;
      clock = 0;
      delays.clear();
    }
    origin = speaker;
    hub = itsHub;
    heardAt = now;
    return another;
  }

  /** Notes what it says that it has. */
  void has(Map<String, Integer> counts) {
    has.raise(counts);
  }

  /** Notes what a batch shows; false if it brings less because of what a former life had here. */
  boolean received(Batch batch, Duration now) {
    measure(batch, now);
    batch.log().forEach((origin, run) -> has.raise(origin, run.end()));
    boolean known = batch.to().equals(values.own());
    if (known) {
      acknowledged(batch.ack());
    }
    boolean complete = known || batch.to().isEmpty();
    if (complete) {
      took(batch.end());
    }
    return complete;
  }

  private void acknowledged(int end) {
    for (; confirmed < Math.min(end, values.size()); confirmed++) {
      Values.Place place = values.place(confirmed);
      has.raise(place.origin(), place.end());
    }
  }

  /** Notes that the first so many of its values are here. */
  void took(int end) {
    taken = Math.max(taken, end);
  }

  /** Compares clocks; measures the round trip if this answers the last batch to it, and first. */
  private void measure(Batch batch, Duration now) {
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
        && !confirmed()
        && roundTrip().filter(t -> sentAt.plus(t).plus(margin).compareTo(now) < 0).isPresent();
  }

  // What it is told.

  /** The batch that brings it what it lacks. */
  Batch batch(String itsHub, Duration now, Duration within, Duration next) {
    long waited = now.minus(receivedAt).toMillis();
    tell(now);
    echoed = false;
    return new Batch(
        values.own(),
        itsHub,
        origin,
        taken,
        values.size(),
        now.toMillis(),
        clock,
        waited,
        within.toMillis(),
        next.toMillis(),
        values.since(has));
  }

  /** Notes that it is told all that is here. */
  void tell(Duration now) {
    if (confirmed()) {
      waitingSince = now;
    }
    sentAt = now;
    told = values.size();
    untold = false;
  }

  /** Notes that it is to be told what is here though it should know. */
  void untold() {
    untold = true;
  }

  boolean isUntold() {
    return untold || told < values.size();
  }

  boolean lacks() {
    return countConfirmed() < values.size();
  }

  /** Whether it has all that it was told. */
  boolean confirmed() {
    return confirmed >= told || countConfirmed() >= told;
  }

  private int countConfirmed() {
    while (confirmed < values.size() && has(values.place(confirmed))) {
      confirmed++;
    }
    return confirmed;
  }

  private boolean has(Values.Place place) {
    return has.of(place.origin()) >= place.end();
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
