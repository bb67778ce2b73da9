package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.simulation.workload.DependencyGraph.Step;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyGraphTest {
  private static final int SIZE = 30;
  private static final int KINDS = DependencyGraph.WRITE_READ | DependencyGraph.WRITE_WRITE;

  @ParameterizedTest
  @ValueSource(ints = {10, 20, 30, 40, 60, 100})
  void findsCyclesWhereverThereIsNoOrderAndNothingElse(int edges) {
    for (long seed = 0; seed < 200; seed++) {
      DependencyGraph graph = random(edges, new SplittableRandom(seed));
      List<List<Step>> cycles = graph.cycles(KINDS);
      assertThat(cycles.isEmpty()).isEqualTo(graph.order(KINDS).length == SIZE);
      assertThat(cycles).allMatch(DependencyGraphTest::isCycle);
      assertThat(cycles.stream().flatMap(List::stream).map(Step::from)).doesNotHaveDuplicates();
    }
  }

  private static boolean isCycle(List<Step> steps) {
    int last = steps.get(steps.size() - 1).to();
    for (Step step : steps) {
      if (step.from() != last || (step.kind() & KINDS) == 0) {
        return false;
      }
      last = step.to();
    }
    return true;
  }

  private static DependencyGraph random(int edges, SplittableRandom random) {
    DependencyGraph graph = new DependencyGraph(SIZE);
    for (int i = 0; i < edges; i++) {
      graph.add(random.nextInt(SIZE), random.nextInt(SIZE), 1 << random.nextInt(3), i);
    }
    return graph;
  }
}
