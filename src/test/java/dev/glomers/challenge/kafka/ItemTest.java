package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import org.junit.jupiter.api.Test;

class ItemTest {
  @Test
  void aMessageMayBeNull() {
    Item sent = Item.append("a", 3, Json.NULL);
    assertThat(Json.of(sent).as(Item.class)).isEqualTo(sent);
  }

  @Test
  void aCommitIsNoMessage() {
    Item commit = Item.commit("a", 3);
    assertThat(Json.of(commit).as(Item.class)).isEqualTo(commit);
  }
}
