package dev.glomers.challenge.broadcast;

import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a node knows of another one. */
final class Peer {
  private static final int PATIENCE = 2;

  private final String id;
  private String origin = "";
  private String hub = "";
  private Version has = new Version();

  /** What it has if nothing was lost on the way. */
  private Version sent = new Version();

  /** What it should have acknowledged by the time that the watch goes off. */
  private Version expected = new Version();

  private Scheduler.@Nullable Timer watch;
  private int seq;
  private Duration sentAt = Duration.ZERO;
  private int echo;
  private Duration heardAt = Duration.ZERO;
  private int told;
  private boolean owed;
  private boolean asked;
  private int unanswered;
  private boolean suspect;

  Peer(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Takes in what it tells of itself; true if it was started anew since it last did. */
  boolean hear(State state) {
    boolean restarted = !origin.isEmpty() && !origin.equals(state.origin());
    if (restarted) {
      has = new Version();
      sent = new Version();
      echo = 0;
    }
    origin = state.origin();
    hub = state.hub();
    has.raise(state.have());
    sent.raise(has);
    return restarted;
  }

  /** The name of its own log; empty until it is heard. */
  String origin() {
    return origin;
  }

  /** Whether it takes that node for the hub. */
  boolean follows(String node) {
    return hub.equals(node);
  }

  boolean isHub() {
    return hub.equals(id);
  }

  Version has() {
    return has;
  }

  Version sent() {
    return sent;
  }

  boolean lacks(Values values) {
    return !sent.covers(values.version());
  }

  boolean lacks(Run run) {
    return sent.of(run.origin()) < run.end();
  }

  /** Takes it that another node sent it this, until it is found to lack it. */
  void assume(Version version) {
    if (!sent.covers(version)) {
      sent.raise(version);
      // An echo of what was sent before tells nothing of this.
      seq++;
    }
  }

  /** Takes it that all it lacks was lost. */
  void assumeNothing() {
    sent = has.copy();
  }

  /** The batch that brings it what it lacks. */
  Batch batch(State state, Values values, Duration now, Duration within, Duration next) {
    Batch batch =
        new Batch(
            state,
            ++seq,
            echo,
            now.minus(heardAt).toMillis(),
            within.toMillis(),
            next.toMillis(),
            values.since(sent));
    sentAt = now;
    sending(values);
    return batch;
  }

  /** Notes that it is told all that is here. */
  void sending(Values values) {
    sent.raise(values.version());
    told = values.size();
    owed = false;
  }

  /**
   * Takes note of a batch's arrival; true if its sender had received the last that was sent to it.
   */
  boolean received(Batch batch, Duration now) {
    if (batch.seq() > echo) {
      echo = batch.seq();
      heardAt = now;
    }
    if (seq == 0 || batch.echo() != seq) {
      return false;
    }
    assumeNothing();
    return true;
  }

  Duration sentAt() {
    return sentAt;
  }

  /** The time that its batch and the one before it were on their way. */
  Duration roundTrip(Batch batch, Duration now) {
    return now.minus(sentAt).minusMillis(batch.waited());
  }

  /** Notes that it waits to be told what is here. */
  void owe() {
    owed = true;
  }

  boolean owed() {
    return owed;
  }

  boolean untold(Values values) {
    return owed || told != values.size();
  }

  /** Waits for it to acknowledge what was sent. */
  void watch(Scheduler.Timer timer) {
    unwatch();
    expected = sent.copy();
    watch = timer;
  }

  void unwatch() {
    if (watch != null) {
      watch.cancel();
      watch = null;
    }
  }

  boolean watched() {
    return watch != null;
  }

  boolean met() {
    return has.covers(expected);
  }

  boolean confirmed() {
    return has.covers(sent);
  }

  /** Notes that it is asked something; false if it is already. */
  boolean ask() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  boolean asked() {
    return asked;
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
    unwatch();
  }
}
