package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExtentTest {
  private static Arrivals.Mark mark(String name, int end) {
    return new Arrivals.Mark(name, end);
  }

  /** The extents of marks of which each has its place for an item. */
  private static List<Extent> of(Stream<Arrivals.Mark> marks) {
    return Extent.of(marks, mark -> Json.of(mark.end()));
  }

  private static Extent extent(String name, int from, Integer... items) {
    return new Extent(name, from, Stream.of(items).map(Json::of).toList());
  }

  @Test
  void itemsThatFollowEachOtherShareAnExtent() {
    assertThat(of(Stream.of(mark("n1.1", 5), mark("n1.1", 6), mark("n1.1", 7))))
        .containsExactly(extent("n1.1", 4, 5, 6, 7));
  }

  @Test
  void anotherLogAndAGapBeginAnotherExtent() {
    assertThat(of(Stream.of(mark("n1.1", 1), mark("n2.1", 2), mark("n1.1", 2), mark("n1.1", 4))))
        .containsExactly(
            extent("n1.1", 0, 1), extent("n2.1", 1, 2), extent("n1.1", 1, 2), extent("n1.1", 3, 4));
  }

  @Test
  void howMuchIsStableIsAnExtentOfItsOwnWithoutItems() {
    assertThat(of(Stream.of(mark("n1.1", 1), mark("=n1.1", 1), mark("n1.1", 2))))
        .containsExactly(extent("n1.1", 0, 1), extent("=n1.1", 1), extent("n1.1", 1, 2));
  }

  @Test
  void anExtentHoldsAThousandItemsAtMost() {
    assertThat(of(IntStream.rangeClosed(1, 2001).mapToObj(end -> mark("n1.1", end))))
        .extracting(Extent::end)
        .containsExactly(1000, 2000, 2001);
  }

  @Test
  void theSizeIsTheNumberOfMarks() {
    assertThat(Extent.sizeOf(List.of(extent("n1.1", 0, 1, 2, 3), extent("=n1.1", 7)))).isEqualTo(4);
  }

  @Test
  void itEndsAfterItsItems() {
    assertThat(extent("n1.1", 4, 5, 6, 7).end()).isEqualTo(7);
    assertThat(extent("=n1.1", 7).end()).isEqualTo(7);
  }

  @Test
  void afterAPlaceIsWhatFollowsIt() {
    Extent extent = extent("n1.1", 4, 5, 6, 7);
    assertThat(extent.after(0)).isEqualTo(extent.items());
    assertThat(extent.after(4)).isEqualTo(extent.items());
    assertThat(extent.after(5)).containsExactly(Json.of(6), Json.of(7));
    assertThat(extent.after(7)).isEmpty();
    assertThat(extent.after(9)).isEmpty();
  }
}
