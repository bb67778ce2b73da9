package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionVectorTest {
  private static VersionVector of(Map<String, Integer> counts) {
    VersionVector version = new VersionVector();
    version.raise(counts);
    return version;
  }

  @Test
  void itRisesAndDoesNotFall() {
    VersionVector version = of(Map.of("n1.1", 2));
    version.raise(Map.of("n1.1", 1, "n2.1", 3));
    assertThat(version.counts()).isEqualTo(Map.of("n1.1", 2, "n2.1", 3));
    version.raise("n1.1", 5);
    assertThat(version.of("n1.1")).isEqualTo(5);
    assertThat(version.of("n9.1")).isZero();
  }

  @Test
  void howMuchIsStableIsCountedBesides() {
    VersionVector version = of(Map.of("n1.1", 2));
    version.raise(VersionVector.stable("n1.1"), 1);
    assertThat(version.of("n1.1")).isEqualTo(2);
    assertThat(version.of(VersionVector.stable("n1.1"))).isEqualTo(1);
    assertThat(VersionVector.stableOf(VersionVector.stable("n1.1"))).isEqualTo("n1.1");
  }

  @Test
  void itCoversWhatIsNowhereBeyondIt() {
    VersionVector version = of(Map.of("n1.1", 2, "n2.1", 3));
    assertThat(version.covers(new VersionVector())).isTrue();
    assertThat(version.covers(of(Map.of("n1.1", 2)))).isTrue();
    assertThat(version.covers(of(Map.of("n2.1", 3, "n1.1", 3)))).isFalse();
    assertThat(version.covers(of(Map.of("n3.1", 1)))).isFalse();
  }
}
