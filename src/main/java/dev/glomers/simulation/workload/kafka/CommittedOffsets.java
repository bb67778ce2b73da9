package dev.glomers.simulation.workload.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a run's clients committed and were told of it. Maelstrom's clients ask for committed offsets
 * and then do not heed the answer; here it must keep three promises:
 *
 * <ul>
 *   <li>it is never higher than what some client has asked to commit;
 *   <li>from one node it does not go back, nor behind a commit that this node has acknowledged;
 *   <li>once the faults have ended, it is at no node behind a commit that any has acknowledged.
 * </ul>
 *
 * <p>The last, and that a consumer which starts from an answer misses nothing, is for {@link
 * KafkaChecker} to say, who knows what there was.
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

  /** What is acknowledged from now on, other nodes need not know yet when they are asked. */
  void settle() {
    settled = true;
  }

  /** The highest commits that these nodes had acknowledged before all was settled, by key. */
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

  /** A node says which offsets are committed. */
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
      suspect("commit-beyond", answer, key, "nobody has asked to commit more than " + most);
    } else if (told < least) {
      suspect("commit-went-back", answer, key, node + " has already said " + least);
    }
  }

  private void suspect(String kind, Answer answer, int key, String but) {
    suspicions.add(
        new Suspicion(
            kind,
            answer,
            "for key %d it was %s; but %s".formatted(key, answer.offsets.get(key), but)));
  }

  /** All answers, in the order in which they came. */
  List<Answer> answers() {
    return Collections.unmodifiableList(answers);
  }

  /** What is wrong with the answers by themselves. */
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
   * A question under way.
   *
   * @param least what the answer may not be behind, by key
   */
  record Question(String node, Map<Integer, Long> least) {}

  /**
   * An answer.
   *
   * @param offsets the committed offset of each key that has one
   * @param polls how many polls had been answered when it came
   */
  record Answer(Map<Integer, Long> offsets, int polls) {
    @Override
    public String toString() {
      return offsets.toString();
    }
  }

  /** An answer that should have been another. */
  record Suspicion(String kind, Answer answer, String words) {}
}
