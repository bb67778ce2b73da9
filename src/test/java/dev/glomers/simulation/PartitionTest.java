package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 25})
  void aSplitCutsBothWays(int size) {
    draw(size).stream()
        .filter(partition -> !partition.shape().equals("a ring of majorities"))
        .forEach(
            partition ->
                partition
                    .unheard()
                    .forEach(
                        (receiver, senders) ->
                            senders.forEach(
                                sender ->
                                    assertThat(partition.unheard().get(sender))
                                        .contains(receiver))));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 8, 25})
  void inTheRingEveryNodeHearsAMajorityAndNotAll(int size) {
    for (Partition ring : shaped(size, "a ring of majorities")) {
      assertThat(ring.unheard()).hasSize(size);
      ring.unheard()
          .forEach(
              (node, unheard) -> {
                assertThat(unheard).doesNotContain(node);
                assertThat(size - unheard.size()).isGreaterThan(size / 2);
                assertThat(unheard).isNotEmpty();
              });
    }
  }

  @Test
  void inTheRingOfFiveNoTwoHearTheSame() {
    for (Partition ring : shaped(5, "a ring of majorities")) {
      Set<Set<String>> views = new HashSet<>(ring.unheard().values());
      assertThat(views).hasSize(5);
    }
  }

  @Test
  void onTwoNodesHalfOfTheShapesCutNothing() {
    double cutting = draw(2).stream().filter(PartitionTest::cuts).count();
    assertThat(cutting / draw(2).size()).isBetween(0.4, 0.6);
  }

  @Test
  void onThreeNodesAQuarterOfTheShapesCutsNothing() {
    double cutting = draw(3).stream().filter(PartitionTest::cuts).count();
    assertThat(cutting / draw(3).size()).isBetween(0.65, 0.85);
  }

  @Test
  void lessThanAThirdIsLessThanAThird() {
    for (Partition partition : draw(25)) {
      if (partition.shape().startsWith("less than a third")) {
        long small =
            partition.unheard().values().stream().filter(unheard -> unheard.size() == 17).count();
        assertThat(small).isEqualTo(8);
      }
    }
  }

  @Test
  void oneWayCutsAreNotCutTheOtherWay() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      Map<String, Set<String>> unheard = Partition.drawOneWay(nodes(5), random).unheard();
      assertThat(unheard).isNotEmpty();
      unheard.forEach(
          (receiver, senders) ->
              senders.forEach(
                  sender ->
                      assertThat(unheard.getOrDefault(sender, Set.of())).doesNotContain(receiver)));
    }
  }

  private static boolean cuts(Partition partition) {
    return partition.unheard().values().stream().anyMatch(unheard -> !unheard.isEmpty());
  }

  private static List<Partition> shaped(int size, String shape) {
    return draw(size).stream().filter(partition -> partition.shape().equals(shape)).toList();
  }

  private static List<Partition> draw(int size) {
    SplittableRandom random = new SplittableRandom(1);
    List<Partition> drawn = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      drawn.add(Partition.draw(nodes(size), random));
    }
    return drawn;
  }

  private static List<String> nodes(int size) {
    return IntStream.range(0, size).mapToObj(i -> "n" + i).toList();
  }
}
