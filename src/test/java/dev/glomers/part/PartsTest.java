package dev.glomers.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartsTest {
  private final Parts parts = Parts.find();

  @Test
  void aPartIsNamedInFullOrByItsNumber() {
    assertThat(parts.named("3d-broadcast")).hasValue("3d-broadcast");
    assertThat(parts.named("3d")).hasValue("3d-broadcast");
    assertThat(parts.named("pn-counter")).hasValue("pn-counter");
  }

  @Test
  void nothingElseNamesAPart() {
    for (String name : new String[] {"", "3", "d", "3d-", "3d-broad", "../3d-broadcast", "pn"}) {
      assertThat(parts.named(name)).as(name).isEmpty();
    }
  }

  @Test
  void everyPartHasAChallenge() {
    assertThat(parts.matching("all")).isNotEmpty().allMatch(part -> !part.challenge().isEmpty());
  }
}
