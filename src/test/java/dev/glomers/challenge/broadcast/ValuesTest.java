package dev.glomers.challenge.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private final Values values = new Values("here");

  @Test
  void areReadInTheOrderInWhichTheyCameWhateverTheyAre() {
    values.add(Json.of("a"));
    values.add(new Run("there", 0, List.of(Json.of(List.of(1, 2)), Json.NULL)));
    assertThat(values.array()).hasToString("[\"a\",[1,2],null]");
  }

  @Test
  void areReadOnceThoughTwoOriginsHaveThem() {
    values.add(Json.of(1));
    values.add(new Run("there", 0, List.of(Json.of(1))));
    assertThat(values.array()).hasToString("[1]");
    assertThat(values.version().of("there")).isEqualTo(1);
  }

  @Test
  void keepNothingThatComesBeforeWhatPrecedesIt() {
    assertThat(values.add(new Run("there", 1, List.of(Json.of(2))))).isFalse();
    assertThat(values.version().of("there")).isZero();
  }

  @Test
  void takeOnlyWhatIsNewInARunThatOverlaps() {
    values.add(new Run("there", 0, List.of(Json.of(1), Json.of(2))));
    assertThat(values.add(new Run("there", 1, List.of(Json.of(2), Json.of(3))))).isTrue();
    assertThat(values.array()).hasToString("[1,2,3]");
  }

  @Test
  void knowWhatLiesBeyondAVersion() {
    values.add(new Run("there", 0, List.of(Json.of(1), Json.of(2))));
    Version have = new Version();
    have.raise("there", 1);
    assertThat(values.since(have)).containsExactly(new Run("there", 1, List.of(Json.of(2))));
  }
}
