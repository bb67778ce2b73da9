package dev.glomers.simulation.workload.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * <p>That a consumer which starts from an answer misses nothing is for {@link KafkaChecker} to say,
 * who knows what there was.
 */
final class CommittedOffsets {
  private static final long NONE = -1;

  private final Map<Integer, Long> requested = new HashMap<>();
  private final Map<Integer, Long> acknowledged = new HashMap<>();
  private final Map<String, Map<Integer, Long>> floors = new HashMap<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Suspicion> suspicions = new ArrayList<>();
  private @Nullable Map<Integer, Long> settled;

  /** A client asks to commit. */
  void requested(Map<Integer, Long> offsets) {
    raise(requested, offsets);
  }

  /** A node acknowledges a commit. */
  void acknowledged(String node, Map<Integer, Long> offsets) {
    raise(acknowledged, offsets);
    raise(floor(node), offsets);
  }

  /** From now on all nodes must know what was acknowledged until now. */
  void settle() {
    if (settled == null) {
      settled = Map.copyOf(acknowledged);
    }
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
    long all = settled == null ? NONE : settled.getOrDefault(key, NONE);
    if (told > most) {
      suspect("commit-beyond", false, answer, key, "nobody has asked to commit more than " + most);
    } else if (told < least) {
      suspect("commit-went-back", false, answer, key, node + " has already said " + least);
    } else if (told < all) {
      suspect("lost-commit", true, answer, key, "a commit of " + all + " was acknowledged");
    }
  }

  private void suspect(String kind, boolean late, Answer answer, int key, String but) {
    suspicions.add(
        new Suspicion(
            kind,
            late,
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

  /**
   * An answer that should have been another.
   *
   * @param whenConverged whether it is an anomaly only once all nodes must know everything
   */
  record Suspicion(String kind, boolean whenConverged, Answer answer, String words) {}
}
