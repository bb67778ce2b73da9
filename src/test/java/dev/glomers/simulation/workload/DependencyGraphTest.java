package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.simulation.workload.DependencyGraph.Step;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
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

  @Test
  void keepsThousandsOfDependencies() {
    DependencyGraph graph = ring(3000, DependencyGraph.WRITE_READ);
    List<Step> cycle = graph.cycles(KINDS).get(0);
    assertThat(cycle).hasSize(3000);
    for (Step step : cycle) {
      int after = (step.from() + 1) % 3000;
      assertThat(step)
          .isEqualTo(new Step(step.from(), after, DependencyGraph.WRITE_READ, step.from()));
    }
    assertThat(graph.order(KINDS)).isEmpty();
    assertThat(graph.order(DependencyGraph.SESSION)).hasSize(3000);
  }

  @Test
  void tellsOfEightCyclesAtMost() {
    DependencyGraph graph = new DependencyGraph(40);
    for (int node = 0; node < 40; node += 2) {
      graph.add(node, node + 1, DependencyGraph.WRITE_READ, 0);
      graph.add(node + 1, node, DependencyGraph.WRITE_READ, 0);
    }
    assertThat(graph.cycles(KINDS)).hasSize(8);
  }

  @Test
  void seeksACycleOnlyWhereItMayBegin() {
    DependencyGraph graph = ring(1000, DependencyGraph.WRITE_WRITE);
    graph.add(900, 899, DependencyGraph.READ_WRITE, 5);
    assertThat(graph.cycles(DependencyGraph.READ_WRITE, DependencyGraph.WRITE_WRITE))
        .containsExactly(
            List.of(
                new Step(900, 899, DependencyGraph.READ_WRITE, 5),
                new Step(899, 900, DependencyGraph.WRITE_WRITE, 899)));
  }

  @Test
  void dependsOnNothingThatItIsItself() {
    DependencyGraph graph = new DependencyGraph(1);
    graph.add(0, 0, DependencyGraph.WRITE_READ, 0);
    assertThat(graph.cycles(KINDS)).isEmpty();
    assertThat(graph.order(KINDS)).containsExactly(0);
  }

  private static DependencyGraph ring(int size, int kind) {
    DependencyGraph graph = new DependencyGraph(size);
    for (int node = 0; node < size; node++) {
      graph.add(node, (node + 1) % size, kind, node);
    }
    return graph;
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
