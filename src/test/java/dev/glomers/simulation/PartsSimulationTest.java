package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every part's official tests, on many seeds; {@code glomers simulate --seeds} runs more. */
class PartsSimulationTest {
  private static final int SEEDS = 20;

  static Stream<Arguments> tests() {
    return Parts.find().matching("all").stream()
        .flatMap(
            part ->
                IntStream.range(0, part.tests().size())
                    .mapToObj(i -> Arguments.of(part, i, part.tests().get(i))));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("tests")
  void isValidWithinItsLimits(Part part, int number, OfficialTest test) {
    Simulation simulation = Simulation.of(part, test);
    List<Run> invalid =
        LongStream.range(0, SEEDS)
            .parallel()
            .mapToObj(seed -> simulation.run(seed).withoutHistory())
            .filter(run -> !run.valid())
            .toList();
    assertThat(invalid).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("tests")
  void isTheSameTwice(Part part, int number, OfficialTest test) {
    assertThat(Reconciliation.check(Simulation.of(part, test), 1)).isEmpty();
  }
}
