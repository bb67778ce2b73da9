package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyPoolTest {
  private final Map<Integer, List<Integer>> values = new HashMap<>();
  private final Map<Integer, Integer> drawn = new HashMap<>();
  private final KeyPool pool = new KeyPool(3, 4, new SplittableRandom(1));

  private void draw(int count) {
    for (int i = 0; i < count; i++) {
      KeyPool.Access access = pool.next();
      drawn.merge(access.key(), 1, Integer::sum);
      if (access.isWrite()) {
        values.computeIfAbsent(access.key(), key -> new ArrayList<>()).add(access.value());
      }
    }
  }

  @Test
  void aKeyIsWrittenSoOftenAndThenReplaced() {
    assertThat(pool.created()).isEqualTo(3);
    draw(1000);
    assertThat(pool.created()).isBetween(100, 150);
    assertThat(drawn.keySet()).allMatch(key -> key >= 0 && key < pool.created());
    assertThat(values.values())
        .allSatisfy(
            each -> assertThat(List.of(1, 2, 3, 4)).startsWith(each.toArray(Integer[]::new)));
    assertThat(values.values().stream().filter(each -> each.size() < 4).count())
        .isLessThanOrEqualTo(3);
  }

  @Test
  void oneHalfWritesAndEachKeyIsTwiceAsLikelyAsTheOneBefore() {
    KeyPool lasting = new KeyPool(3, Integer.MAX_VALUE, new SplittableRandom(1));
    int[] counts = new int[3];
    int writes = 0;
    for (int i = 0; i < 7000; i++) {
      KeyPool.Access access = lasting.next();
      counts[access.key()]++;
      writes += access.isWrite() ? 1 : 0;
    }
    assertThat(writes).isBetween(3400, 3600);
    assertThat(counts[0]).isBetween(900, 1100);
    assertThat(counts[1]).isBetween(1850, 2150);
    assertThat(counts[2]).isBetween(3800, 4200);
  }
}
