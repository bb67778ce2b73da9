package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StretchTest {
  private static final Stretch STRETCH = of(4, "e", "f", "g");

  private static List<Json> items(String... items) {
    return Stream.of(items).map(Json::of).toList();
  }

  private static Stretch of(int from, String... items) {
    return new Stretch(from, items(items));
  }

  @Test
  void itEndsAfterItsItems() {
    assertThat(STRETCH.end()).isEqualTo(7);
  }

  @Test
  void afterAPlaceIsWhatFollowsIt() {
    assertThat(STRETCH.after(0)).isEqualTo(items("e", "f", "g"));
    assertThat(STRETCH.after(4)).isEqualTo(items("e", "f", "g"));
    assertThat(STRETCH.after(5)).isEqualTo(items("f", "g"));
    assertThat(STRETCH.after(7)).isEmpty();
    assertThat(STRETCH.after(9)).isEmpty();
  }

  @Test
  void whatIsLeftOutKeepsItsPlaceUnlessItIsAtTheBeginning() {
    assertThat(STRETCH.without(List.of())).isEqualTo(STRETCH);
    assertThat(STRETCH.without(List.of(6)))
        .isEqualTo(new Stretch(4, List.of(Json.of("e"), Json.NULL, Json.of("g"))));
    assertThat(STRETCH.without(List.of(5, 6))).isEqualTo(of(6, "g"));
    assertThat(STRETCH.without(List.of(3, 4))).isEqualTo(STRETCH);
  }
}
