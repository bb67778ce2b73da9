package dev.glomers.challenge.kafka;

import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node knows of another. */
final class Peer {
  final String name;
  final int index;

  // How far it has followed us

  /** How many items of our journal it is known to have. */
  long confirmed;

  /** How many it has or are on their way. */
  long sent;

  /** Whether that was the whole journal at the time. */
  boolean whole = true;

  /** The newest version of our state that was sent whole. */
  long told;

  /** The newest that it answered to. */
  long heard;

  /** When it last confirmed anything, or had nothing to confirm. */
  Duration progress = Duration.ZERO;

  boolean cutOff;
  Scheduler.@Nullable Timer retry;

  // How far we have followed it

  /** Whether it waits for an answer. */
  boolean owed;

  /** The incarnation whose journal we have. */
  long epoch;

  /** No incarnation but this is listened to. */
  long fence;

  /** Whether that is known. */
  boolean trusted;

  /** The newest version of its state that is known whole; -1 if none is. */
  long version = -1;

  /** What it then had of everybody's journal. */
  List<Held> held;

  Peer(String name, int index, int nodes) {
    this.name = name;
    this.index = index;
    this.held = Collections.nCopies(nodes, new Held(0, 0));
  }

  /** It has lost its memory. */
  void restarted(long newEpoch) {
    fence = newEpoch;
    confirmed = 0;
    sent = 0;
    whole = true;
    told = 0;
    heard = 0;
    cutOff = false;
  }

  /** It continues its journal, as the incarnation that {@link #restarted}. */
  void resumed() {
    epoch = fence;
    version = -1;
  }

  /** What is sent next begins after what is confirmed. */
  void rewind() {
    sent = confirmed;
    told = heard;
  }

  boolean awaited() {
    return heard < told || confirmed < sent;
  }
}
