package dev.glomers.challenge.kafka;

import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Gives a node that has lost its memory the longest copy of its journal that any peer has. */
final class Recovery {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Duration retryInterval;
  private final long epoch;
  private final List<Peer> peers;
  private final Consumer<List<Item>> whenDone;
  private final List<Item> journal = new ArrayList<>();
  private final Set<Peer> waiting;

  /**
   * @param from how many of the items are there already
   */
  record Recover(long epoch, long from) {}

  /**
   * @param epoch of the peer itself
   * @param length of the whole copy
   * @param from the position of the first item
   * @param items not all that there are, if they are many
   */
  record RecoverOk(long epoch, long length, long from, List<Item> items) {}

  /**
   * @param whenDone is given the journal once every peer has been asked: each has a prefix of it
   */
  Recovery(
      MessageBus bus,
      Scheduler scheduler,
      Duration retryInterval,
      long epoch,
      List<Peer> peers,
      Consumer<List<Item>> whenDone) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.retryInterval = retryInterval;
    this.epoch = epoch;
    this.peers = peers;
    this.whenDone = whenDone;
    this.waiting = new HashSet<>(peers);
  }

  void start() {
    if (peers.isEmpty()) {
      whenDone.accept(journal);
    }
    peers.forEach(this::ask);
  }

  private void ask(Peer peer) {
    long fence = peer.fence;
    bus.request(peer.name, new Recover(epoch, journal.size()), RecoverOk.class, retryInterval)
        .whenComplete(
            (copy, failure) -> {
              if (failure != null) {
                scheduler.after(retryInterval, () -> ask(peer));
              } else if (peer.fence != fence) {
                // It has lost its memory since, and what it answered with it.
                ask(peer);
              } else {
                take(peer, copy);
              }
            });
  }

  private void take(Peer peer, RecoverOk copy) {
    // Others may have answered meanwhile; all copies begin alike.
    long known = journal.size() - copy.from();
    if (known < copy.items().size()) {
      journal.addAll(copy.items().subList((int) known, copy.items().size()));
    }
    if (journal.size() < copy.length()) {
      ask(peer);
    } else {
      peer.confirmed = copy.length();
      peer.fence = copy.epoch();
      peer.trusted = true;
      waiting.remove(peer);
      if (waiting.isEmpty()) {
        whenDone.accept(journal);
      }
    }
  }
}
