package dev.glomers.challenge.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private final Values values = new Values("here");

  private void add(Json value) {
    values.add(value);
    values.show(values.ownSize());
  }

  @Test
  void areReadInTheOrderInWhichTheyCameWhateverTheyAre() {
    add(Json.of("a"));
    values.add("there", new Run(0, List.of(Json.of(List.of(1, 2)), Json.NULL)));
    assertThat(values.array()).hasToString("[\"a\",[1,2],null]");
  }

  @Test
  void areReadOnceThoughTwoOriginsHaveThem() {
    add(Json.of(1));
    values.add("there", new Run(0, List.of(Json.of(1))));
    assertThat(values.array()).hasToString("[1]");
    assertThat(values.version().of("there")).isEqualTo(1);
  }

  @Test
  void keepNothingThatComesBeforeWhatPrecedesIt() {
    assertThat(values.add("there", new Run(1, List.of(Json.of(2))))).isFalse();
    assertThat(values.version().of("there")).isZero();
  }

  @Test
  void takeOnlyWhatIsNewInARunThatOverlaps() {
    values.add("there", new Run(0, List.of(Json.of(1), Json.of(2))));
    assertThat(values.add("there", new Run(1, List.of(Json.of(2), Json.of(3))))).isTrue();
    assertThat(values.array()).hasToString("[1,2,3]");
  }

  @Test
  void knowWhatLiesBeyondAVersion() {
    values.add("there", new Run(0, List.of(Json.of(1), Json.of(2))));
    Version have = new Version();
    have.raise("there", 1);
    assertThat(values.since(have))
        .containsExactly(Map.entry("there", new Run(1, List.of(Json.of(2)))));
  }

  @Test
  void areNotReadBeforeTheyAreShown() {
    values.add(Json.of(1));
    assertThat(values.array()).hasToString("[]");
    assertThat(values.since(new Version())).hasSize(1);
  }

  @Test
  void encodeNothingAgainToBeReadAgain() {
    for (int i = 0; i < 100_000; i++) {
      add(Json.of(i));
    }
    assertThat(values.array()).isSameAs(values.array());
  }
}
