package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The effects of the present faults on messages and disks, and counts of all effects so far. */
final class Conditions {
  /** For each fault that cuts links: the receivers, each with the senders that it does not hear. */
  private final Map<String, Map<String, Set<String>>> cuts = new LinkedHashMap<>();

  private final Map<String, Long> effects = new TreeMap<>();

  /** The share of messages between nodes that are lost. */
  double loss;

  /** The share of messages between nodes that arrive twice. */
  double duplication;

  /** The share of messages between nodes that are delayed by up to {@link #latenessNanos}. */
  double reordering;

  long latenessNanos;

  /** The upper bound of the extra latency between servers. */
  long spikeNanos;

  /** The upper bound of the time that a service takes for a request. */
  long serviceDelayNanos;

  /** The share of requests to services, and of their replies, that are lost. */
  double serviceLoss;

  /** The upper bound of the extra time that a disk's sync takes. */
  long syncDelayNanos;

  /** The share of syncs that fail, which ends the process. */
  double syncFailure;

  /** The share of kills that damage a record on the disk. */
  double damage;

  /** Whether disks are full. */
  boolean diskFull;

  /** The links that lose their next message, such as {@code n0 to n2}; once for each message. */
  private final List<String> losing = new ArrayList<>();

  void loseNext(String src, String dest) {
    losing.add(src + " to " + dest);
  }

  /** Whether the next message on this link is to be lost; takes the entry out. */
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

  /** Counts one effect of a fault, such as {@code partition: dropped}. */
  void count(String effect) {
    effects.merge(effect, 1L, Long::sum);
  }

  /** How often each effect occurred. */
  Map<String, Long> effects() {
    return effects;
  }
}
