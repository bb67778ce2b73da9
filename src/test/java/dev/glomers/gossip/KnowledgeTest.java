package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
  private static final Duration NOW = Duration.ofSeconds(1);

  private final Logs logs = new Logs(new Lives("n1.1"), false);
  private final Knowledge knowledge = new Knowledge(logs);

  @BeforeEach
  void twoOfThisNodeAndOneOfAnotherAreHere() {
    logs.add(Json.of("a"));
    logs.take("n3.1", Json.of("b"));
    logs.add(Json.of("c"));
  }

  private static Batch bringing(Extent... log) {
    return new Batch("n2.1", "n1", "n1.1", 0, 9, 1, 0, 0, 0, 0, List.of(log));
  }

  private static Batch ending(int end) {
    return new Batch("n2.1", "n1", "n1.1", 0, end, 1, 0, 0, 0, 0, List.of());
  }

  private static Extent run(String origin, int count) {
    return new Extent(origin, 0, List.of(Json.of(1), Json.of(2), Json.of(3)).subList(0, count));
  }

  @Test
  void whoHasSaidNothingLacksAll() {
    assertThat(knowledge.lacks()).isTrue();
    assertThat(knowledge.isUntold()).isTrue();
    assertThat(knowledge.isCovered()).isTrue();
    assertThat(knowledge.confirmed()).isTrue();
  }

  @Test
  void anAcknowledgementIsANumberInTheOrderInWhichThingsCame() {
    knowledge.acknowledged(2);
    assertThat(knowledge.has().counts()).isEqualTo(Map.of("n1.1", 1, "n3.1", 1));
    assertThat(knowledge.lacks()).isTrue();
    knowledge.acknowledged(1);
    assertThat(knowledge.has().counts()).isEqualTo(Map.of("n1.1", 1, "n3.1", 1));
    knowledge.acknowledged(3);
    assertThat(knowledge.has().counts()).isEqualTo(Map.of("n1.1", 2, "n3.1", 1));
    assertThat(knowledge.lacks()).isFalse();
  }

  @Test
  void nobodyAcknowledgesMoreThanThereIs() {
    knowledge.acknowledged(99);
    assertThat(knowledge.lacks()).isFalse();
    logs.add(Json.of("d"));
    assertThat(knowledge.lacks()).isTrue();
  }

  @Test
  void whoIsToldAllIsToldNoMoreUntilThereIsMore() {
    knowledge.tell();
    assertThat(knowledge.isUntold()).isFalse();
    assertThat(knowledge.confirmed()).isFalse();
    knowledge.acknowledged(3);
    assertThat(knowledge.confirmed()).isTrue();
    logs.add(Json.of("d"));
    assertThat(knowledge.isUntold()).isTrue();
    assertThat(knowledge.confirmed()).isTrue();
  }

  @Test
  void whoIsToTellAgainIsUntold() {
    knowledge.tell();
    knowledge.untold();
    assertThat(knowledge.isUntold()).isTrue();
    knowledge.tell();
    assertThat(knowledge.isUntold()).isFalse();
  }

  @Test
  void whatOneSendsItHas() {
    knowledge.sent(bringing(run("n1.1", 2), run("n3.1", 1)), true, NOW);
    assertThat(knowledge.has().counts()).isEqualTo(Map.of("n1.1", 2, "n3.1", 1));
    assertThat(knowledge.lacks()).isFalse();
    assertThat(knowledge.isCovered()).isTrue();
  }

  @Test
  void whatOneSaysToBeStableItNeedNotBeTold() {
    logs.stable("n3.1", 1);
    knowledge.acknowledged(3);
    assertThat(knowledge.lacks()).isTrue();
    knowledge.sent(bringing(new Extent("=n3.1", 1, List.of())), true, NOW);
    assertThat(knowledge.lacks()).isFalse();
  }

  @Test
  void whoIsAheadIsNotCoveredUntilAllIsHere() {
    knowledge.has(Map.of("n1.1", 1, "n3.1", 2), NOW);
    assertThat(knowledge.has().of("n3.1")).isEqualTo(2);
    assertThat(knowledge.isCovered()).isFalse();
    logs.take("n3.1", Json.of("d"));
    assertThat(knowledge.isCovered()).isTrue();
  }

  @Test
  void whatIsSentAndNotTakenInMakesOneAhead() {
    knowledge.sent(bringing(run("n2.1", 3)), false, NOW);
    assertThat(knowledge.isCovered()).isFalse();
    for (int i = 0; i < 3; i++) {
      logs.take("n2.1", Json.of(i));
    }
    assertThat(knowledge.isCovered()).isTrue();
  }

  @Test
  void howMuchIsTakenOfWhatOneHasDoesNotFall() {
    knowledge.took(ending(5));
    knowledge.took(ending(3));
    assertThat(knowledge.isOwed()).isFalse();
    assertThat(knowledge.taken()).isEqualTo(5);
  }

  @Test
  void whatItBroughtIsAcknowledgedOnceThatIsDurable() {
    Logs journaled = new Logs(new Lives("n1.1"), true);
    Knowledge of = new Knowledge(journaled);
    journaled.take("n2.1", Json.of(2));
    of.took(bringing(run("n2.1", 1)));
    assertThat(of.isOwed()).isFalse();
    assertThat(of.taken()).isZero();
    journaled.durable(1);
    assertThat(of.isOwed()).isTrue();
    assertThat(of.isOwed()).isFalse();
    assertThat(of.taken()).isEqualTo(9);
  }

  @Test
  void whatItIsSaidToHaveIsMissingFromThenOnUntilItIsHere() {
    knowledge.has(Map.of("n9.1", 1), NOW);
    knowledge.has(Map.of("n9.1", 1), NOW.plusSeconds(1));
    assertThat(knowledge.isAheadSince(NOW)).isFalse();
    assertThat(knowledge.isAheadSince(NOW.plusMillis(1))).isTrue();
    logs.take("n9.1", Json.of(1));
    assertThat(knowledge.isAheadSince(NOW.plusMillis(1))).isFalse();
  }
}
