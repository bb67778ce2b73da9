package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.TestInvariants;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogsTest {
  private static final Json A = Json.of("a");
  private static final Json B = Json.of("b");
  private static final Json C = Json.of("c");

  private final Logs logs = new Logs(new Lives("n1.1"), false);

  private static VersionVector version(Map<String, Integer> counts) {
    VersionVector version = new VersionVector();
    version.raise(counts);
    return version;
  }

  @Test
  void whatIsAddedAndTakenIsHereInTheOrderInWhichItCame() {
    assertThat(logs.add(A)).isEqualTo(1);
    logs.take("n2.1", B);
    assertThat(logs.add(C)).isEqualTo(2);
    assertThat(logs.size()).isEqualTo(3);
    assertThat(List.of(logs.mark(0), logs.mark(1), logs.mark(2)))
        .containsExactly(
            new Arrivals.Mark("n1.1", 1),
            new Arrivals.Mark("n2.1", 1),
            new Arrivals.Mark("n1.1", 2));
    assertThat(logs.length("n1.1")).isEqualTo(2);
    assertThat(logs.length("n3.1")).isZero();
    assertThat(logs.version().counts()).isEqualTo(Map.of("n1.1", 2, "n2.1", 1));
    assertThat(logs.origins()).containsExactly("n1.1", "n2.1");
  }

  @Test
  void sinceAVersionThereIsWhatIsBeyondIt() {
    logs.add(A);
    logs.add(B);
    logs.take("n2.1", C);
    assertThat(logs.since(new VersionVector(), 0))
        .containsExactly(new Extent("n1.1", 0, List.of(A, B)), new Extent("n2.1", 0, List.of(C)));
    assertThat(logs.since(version(Map.of("n1.1", 1, "n2.1", 1)), 0))
        .isEqualTo(List.of(new Extent("n1.1", 1, List.of(B))));
    assertThat(logs.since(version(Map.of("n1.1", 2, "n2.1", 7)), 0)).isEmpty();
  }

  @Test
  void whatIsAskedForAgainHasWhatCameMeanwhile() {
    logs.add(A);
    VersionVector none = new VersionVector();
    assertThat(logs.since(none, 0)).isEqualTo(List.of(new Extent("n1.1", 0, List.of(A))));
    logs.add(B);
    assertThat(logs.since(none, 0)).isEqualTo(List.of(new Extent("n1.1", 0, List.of(A, B))));
    assertThat(logs.since(version(Map.of("n1.1", 1)), 0))
        .isEqualTo(List.of(new Extent("n1.1", 1, List.of(B))));
  }

  @Test
  void whatIsDroppedKeepsItsPlaceAndIsLeftOutAtTheBeginning() {
    logs.drops(true);
    List.of(A, B, C).forEach(logs::add);
    logs.since(new VersionVector(), 0);
    logs.drop("n1.1", 2);
    assertThat(logs.since(new VersionVector(), 0))
        .containsExactly(new Extent("n1.1", 0, List.of(A)), new Extent("n1.1", 2, List.of(C)));
    logs.drop("n1.1", 1);
    assertThat(logs.since(new VersionVector(), 0))
        .isEqualTo(List.of(new Extent("n1.1", 2, List.of(C))));
    logs.drop("n1.1", 3);
    assertThat(logs.since(new VersionVector(), 0))
        .isEqualTo(List.of(new Extent("n1.1", 2, List.of(Json.NULL))));
    assertThat(logs.length("n1.1")).isEqualTo(3);
    assertThat(logs.size()).isEqualTo(3);
  }

  @Test
  void whatIsLeftOutIsSkippedOnlyWhereItemsAreDropped() {
    assertThatThrownBy(() -> logs.skip("n2.1", 1)).hasMessageContaining("n2.1: items before 1");
    logs.drops(true);
    assertThat(logs.skip("n2.1", 2)).isEqualTo(2);
    assertThat(logs.skip("n2.1", 1)).isEqualTo(2);
    logs.take("n2.1", A);
    assertThat(logs.since(new VersionVector(), 0))
        .isEqualTo(List.of(new Extent("n2.1", 2, List.of(A))));
  }

  @Test
  void othersAreToldNothingThatIsNotDurable() {
    Logs journaled = new Logs(new Lives("n1.1"), true);
    journaled.take("n2.1", A);
    journaled.add(A);
    journaled.take("n2.1", B);
    assertThat(journaled.version().counts()).isEmpty();
    AtomicInteger news = new AtomicInteger();
    journaled.onDurable(news::incrementAndGet);
    journaled.durable(2);
    journaled.durable(2);
    journaled.durable(1);
    assertThat(news).hasValue(1);
    assertThat(journaled.version().counts()).isEqualTo(Map.of("n2.1", 1, "n1.1", 1));
    assertThat(journaled.since(new VersionVector(), 0))
        .containsExactly(new Extent("n2.1", 0, List.of(A)), new Extent("n1.1", 0, List.of(A)));
    assertThat(journaled.size()).isEqualTo(2);
    assertThat(journaled.count()).isEqualTo(3);
    assertThat(journaled.length("n2.1")).isEqualTo(2);
  }

  @Test
  void whatIsReplacedIsToldUntilWhatReplacesItIsDurable() {
    Logs journaled = new Logs(new Lives("n1.1"), true);
    journaled.drops(true);
    journaled.add(A);
    journaled.durable(1);
    journaled.add(B);
    journaled.drop("n1.1", 1);
    assertThat(journaled.since(new VersionVector(), 0))
        .isEqualTo(List.of(new Extent("n1.1", 0, List.of(A))));
    assertThat(journaled.own(0)).containsExactly(new Extent("n1.1", 1, List.of(B)));
    journaled.durable(2);
    assertThat(journaled.since(new VersionVector(), 0))
        .isEqualTo(List.of(new Extent("n1.1", 1, List.of(B))));
  }

  @Test
  void whatIsStableIsNewsOnce() {
    logs.add(A);
    logs.add(B);
    assertThat(logs.stable("n1.1")).isZero();
    assertThat(logs.stable("n1.1", 2)).isTrue();
    assertThat(logs.stable("n1.1", 2)).isFalse();
    assertThat(logs.stable("n1.1", 1)).isFalse();
    assertThat(logs.stable("n1.1")).isEqualTo(2);
    assertThat(logs.size()).isEqualTo(3);
    assertThat(VersionVector.isStable(logs.mark(2).name())).isTrue();
    assertThat(VersionVector.isStable(logs.mark(1).name())).isFalse();
    assertThat(logs.mark(2).end()).isEqualTo(2);
  }

  @Test
  void whatIsStableBeyondAVersionIsToldUntilItIsKnown() {
    logs.add(A);
    logs.take("n2.1", B);
    logs.stable("n1.1", 1);
    logs.stable("n2.1", 1);
    VersionVector has = version(Map.of("n1.1", 1));
    Extent item = new Extent("n2.1", 0, List.of(B));
    Extent stable = new Extent(VersionVector.stable("n2.1"), 1, List.of());
    assertThat(logs.since(has, 0))
        .containsExactly(item, new Extent(VersionVector.stable("n1.1"), 1, List.of()), stable);
    has.raise(VersionVector.stable("n1.1"), 1);
    assertThat(logs.since(has, 0)).containsExactly(item, stable);
  }

  @Test
  void whatIsHereTellsOfTheLifeThatAddedIt() {
    logs.take("n2.5", A);
    assertThat(logs.lives().latest("n2")).isEqualTo("n2.5");
  }

  @Test
  void whatAnotherReplacesIsNoneOfThisNodes() {
    Logs journaled = new Logs(new Lives("n1.1"), true);
    journaled.drops(true);
    journaled.add(A);
    journaled.take("n2.1", B);
    journaled.take("n2.1", C);
    journaled.drop("n2.1", 1);
    assertThat(journaled.own(0)).containsExactly(new Extent("n1.1", 0, List.of(A)));
  }

  @Test
  void eachItemIsClaimedOnceToBeTheSameOnAllNodes() {
    TestInvariants claims = new TestInvariants();
    logs.add(A);
    logs.stable("n1.1", 1);
    logs.invariants(claims);
    logs.take("n2.1", B);
    logs.invariants(claims);
    assertThat(claims.items()).containsExactly("n1.1: \"a\"", "n2.1: \"b\"");
    assertThat(claims.broken()).isEmpty();
    assertThat(claims.grown()).isEqualTo(Map.of("how much is here", 3L));
  }

  @Test
  void whereItemsAreDroppedOnlyTheirPlacesAreTheSame() {
    TestInvariants claims = new TestInvariants();
    logs.drops(true);
    logs.add(A);
    logs.add(B);
    logs.invariants(claims);
    assertThat(claims.items()).containsExactly("n1.1: 1", "n1.1: 2");
  }

  @Test
  void whatIsStableAndNotHereIsAMistake() {
    TestInvariants claims = new TestInvariants();
    logs.add(A);
    logs.stable("n1.1", 2);
    logs.invariants(claims);
    assertThat(claims.broken()).contains("what is stable is here");
  }
}
