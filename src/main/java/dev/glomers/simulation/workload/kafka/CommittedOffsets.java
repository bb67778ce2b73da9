package dev.glomers.simulation.workload.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The commits of a run's clients, and the committed offsets that nodes reported. Maelstrom's
 * clients ask for committed offsets and ignore the answer; here it must keep three promises:
 *
 * <ul>
 *   <li>it is never higher than the highest offset that a client has asked to commit;
 *   <li>one node's answers never go back, nor behind a commit that this node has acknowledged;
 *   <li>after the faults have ended, no node is behind a commit that any node has acknowledged.
 * </ul>
 *
 * <p>{@link KafkaChecker}, which knows the logs, checks the last one, and that a consumer which
 * starts from an answer misses nothing.
 */
final class CommittedOffsets {
  private static final long NONE = -1;

  private final Map<Integer, Long> requested = new HashMap<>();
  private final Map<String, Map<Integer, Long>> acknowledged = new HashMap<>();
  private final Map<String, Map<Integer, Long>> floors = new HashMap<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Suspicion> suspicions = new ArrayList<>();
  private boolean settled;

  /** A client asks to commit. */
  void requested(Map<Integer, Long> offsets) {
    raise(requested, offsets);
  }

  /** A node acknowledges a commit. */
  void acknowledged(String node, Map<Integer, Long> offsets) {
    if (!settled) {
      raise(acknowledged.computeIfAbsent(node, name -> new HashMap<>()), offsets);
    }
    raise(floor(node), offsets);
  }

  /** Other nodes need not know commits that are acknowledged from now on. */
  void settle() {
    settled = true;
  }

  /** The highest commits, by key, that these nodes acknowledged before {@link #settle}. */
  Map<Integer, Long> settled(Set<String> nodes) {
    Map<Integer, Long> highest = new TreeMap<>();
    nodes.forEach(node -> raise(highest, acknowledged.getOrDefault(node, Map.of())));
    return highest;
  }

  /** A client asks which offsets are committed. */
  Question asked(String node, List<Integer> keys) {
    Map<Integer, Long> least = new HashMap<>();
    for (int key : keys) {
      least.put(key, floor(node).getOrDefault(key, NONE));
    }
    return new Question(node, least);
  }

  /** A node answers which offsets are committed. */
  void answered(Question question, Answer answer) {
    answers.add(answer);
    question.least.forEach(
        (key, least) -> {
          long told = answer.offsets.getOrDefault(key, NONE);
          judge(answer, key, told, least, question.node);
        });
    raise(floor(question.node), answer.offsets);
  }

  private void judge(Answer answer, int key, long told, long least, String node) {
    long most = requested.getOrDefault(key, NONE);
    if (told > most) {
      suspect("commit-beyond", answer, key, "no client has asked to commit more than " + most);
    } else if (told < least) {
      suspect("commit-went-back", answer, key, node + " had already answered " + least);
    }
  }

  private void suspect(String kind, Answer answer, int key, String but) {
    suspicions.add(
        new Suspicion(
            kind, answer, "key %d was at %s, but %s".formatted(key, answer.offsets.get(key), but)));
  }

  /** All answers, in the order in which they came. */
  List<Answer> answers() {
    return Collections.unmodifiableList(answers);
  }

  /** The answers that are wrong in themselves. */
  List<Suspicion> suspicions() {
    return Collections.unmodifiableList(suspicions);
  }

  private Map<Integer, Long> floor(String node) {
    return floors.computeIfAbsent(node, name -> new HashMap<>());
  }

  private static void raise(Map<Integer, Long> levels, Map<Integer, Long> offsets) {
    offsets.forEach((key, offset) -> levels.merge(key, offset, Math::max));
  }

  /**
   * A question that is not answered yet.
   *
   * @param least the least valid answer, by key
   */
  record Question(String node, Map<Integer, Long> least) {}

  /**
   * An answer.
   *
   * @param offsets the committed offset of each key that has one
   * @param polls how many polls had been answered before it
   */
  record Answer(Map<Integer, Long> offsets, int polls) {
    @Override
    public String toString() {
      return offsets.toString();
    }
  }

  /** A wrong answer. */
  record Suspicion(String kind, Answer answer, String words) {}
}
