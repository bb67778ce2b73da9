package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig.Topology;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However long messages take, nothing is lost, and hardly more is sent than if they took none. */
class LearntTimeoutsTest {
  private static final Duration TIME = Duration.ofSeconds(15);
  private static final int ITEMS = 60;

  @ParameterizedTest
  @CsvSource({
    "STAR, 100, 20, 20",
    "STAR, 100, 500, 500",
    "STAR, 100, 5000, 5000",
    "STAR, 0, 500, 500",
    "STAR, 0, 5000, 5000",
    "MESH, 0, 500, 500",
    "MESH, 100, 500, 500",
    "MESH, 100, 5000, 5000",
    "STAR, 100, 10, 1000",
    "STAR, 100, 1000, 10",
    "STAR, 100, 5000, 10",
    "MESH, 100, 1000, 10",
  })
  void whateverTheLatency(Topology topology, int intervalMs, int firstMs, int thenMs) {
    assertFewAreRepeated(
        topology, intervalMs, () -> Duration.ofMillis(firstMs), () -> Duration.ofMillis(thenMs));
  }

  @ParameterizedTest
  @CsvSource({
    "STAR, 100, 20, 20",
    "STAR, 100, 2000, 2000",
    "STAR, 0, 500, 500",
    "MESH, 0, 500, 500",
    "MESH, 100, 1000, 1000",
    "STAR, 100, 100, 1000",
    "MESH, 100, 1000, 100",
  })
  void howeverMuchItVaries(Topology topology, int intervalMs, int firstMs, int thenMs) {
    SplittableRandom random = new SplittableRandom(1);
    assertFewAreRepeated(
        topology, intervalMs, exponential(random, firstMs), exponential(random, thenMs));
  }

  private static Supplier<Duration> exponential(SplittableRandom random, int meanMs) {
    return () -> Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * meanMs * 1e6));
  }

  private static void assertFewAreRepeated(
      Topology topology, int intervalMs, Supplier<Duration> first, Supplier<Duration> then) {
    int without = sent(topology, intervalMs, () -> Duration.ZERO, () -> Duration.ZERO);
    assertThat(sent(topology, intervalMs, first, then)).isLessThan(without * 3 / 2);
  }

  private static int sent(
      Topology topology, int intervalMs, Supplier<Duration> first, Supplier<Duration> then) {
    Diaries diaries = Diaries.of(5, 1, Diaries.config(topology, intervalMs));
    diaries.delay(first);
    diaries.addOften(ITEMS, TIME);
    diaries.delay(then);
    diaries.addOften(ITEMS, TIME);
    diaries.run(Duration.ofMinutes(1));
    diaries.assertAllHaveWhatAnyHas();
    diaries.assertSilent();
    return diaries.sent().size();
  }
}
