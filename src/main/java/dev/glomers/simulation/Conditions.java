package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the faults of the moment do to messages, and an account of what all faults have done. */
final class Conditions {
  /** By the name of the fault that cuts: receivers, each with the senders it does not hear. */
  private final Map<String, Map<String, Set<String>>> cuts = new LinkedHashMap<>();

  private final Map<String, Long> effects = new TreeMap<>();

  /** The share of messages between nodes that are lost. */
  double loss;

  /** The share of messages between nodes that arrive twice. */
  double duplication;

  /** The share of messages between nodes that are late by up to {@link #latenessNanos}. */
  double reordering;

  long latenessNanos;

  /** The bound of what is added to each latency between servers. */
  long spikeNanos;

  /** The bound of what a service needs for a request. */
  long serviceDelayNanos;

  /** The share of requests to services, and of their replies, that are lost. */
  double serviceLoss;

  /** The bound of what a sync of a disk takes besides. */
  long syncDelayNanos;

  /** The share of syncs that fail, which ends the process. */
  double syncFailure;

  /** The share of kills that damage a record on the disk. */
  double damage;

  /** Whether disks take nothing more. */
  boolean diskFull;

  /** Whose next message is lost that is due, such as {@code n0 to n2}, once for each message. */
  private final List<String> losing = new ArrayList<>();

  void loseNext(String src, String dest) {
    losing.add(src + " to " + dest);
  }

  /** Whether this is a message that was to be lost. */
  boolean losesNext(String src, String dest) {
    return !losing.isEmpty() && losing.remove(src + " to " + dest);
  }

  void cut(String fault, Map<String, Set<String>> unheard) {
    cuts.put(fault, unheard);
  }

  void mend(String fault) {
    cuts.remove(fault);
  }

  /** The fault that keeps this message from its receiver; null if none does. */
  @Nullable String cutter(Packet packet) {
    if (cuts.isEmpty()) {
      return null;
    }
    for (Map.Entry<String, Map<String, Set<String>>> cut : cuts.entrySet()) {
      if (cut.getValue().getOrDefault(packet.dest(), Set.of()).contains(packet.src())) {
        return cut.getKey();
      }
    }
    return null;
  }

  /** Accounts for one effect of a fault, such as {@code partition: dropped}. */
  void count(String effect) {
    effects.merge(effect, 1L, Long::sum);
  }

  /** How often each effect came about. */
  Map<String, Long> effects() {
    return effects;
  }
}
