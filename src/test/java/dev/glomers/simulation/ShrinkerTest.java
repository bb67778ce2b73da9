package dev.glomers.simulation;

import static dev.glomers.simulation.workload.When.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.simulation.workload.Runs;
import dev.glomers.simulation.workload.Sabotage;
import dev.glomers.simulation.workload.broadcast.FloodingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a seed draws, and how a run that fails becomes smaller. */
class ShrinkerTest {
  private static final NodeFactory ONE_IS_DEAF = Sabotage.deaf(FloodingNode::new, at("n1"));

  @Test
  void leavesNothingThatDoesNotMatter() {
    Simulation simulation =
        Runs.simulation("broadcast", 5, 30, ONE_IS_DEAF, "pause", "duplication");
    Run failed = simulation.run(1);
    Shrinker.Failure small = Shrinker.shrink(simulation, failed, () -> true);
    assertThat(Runs.kinds(small.run())).contains(failed.anomalies().get(0).kind());
    assertThat(small.plan().faults()).isEmpty();
    assertThat(small.plan().operations()).hasSizeLessThanOrEqualTo(2);
    assertThat(small.test().nodeCount()).isLessThanOrEqualTo(3);
    assertThat(small.test().timeLimit()).isLessThan(simulation.test().timeLimit());
  }

  @Test
  void keepsWhatItHasWhenTimeIsOver() {
    Simulation simulation = Runs.simulation("broadcast", 5, 30, ONE_IS_DEAF);
    Run failed = simulation.run(1);
    Shrinker.Failure same = Shrinker.shrink(simulation, failed, () -> false);
    assertThat(same.run()).isSameAs(failed);
    assertThat(same.plan().operations()).hasSameSizeAs(failed.plan().orElseThrow().operations());
  }

  @Test
  void whatIsLeftOutLeavesTheOthersAsTheyWere() {
    Simulation simulation =
        Runs.simulation("broadcast", 5, 30, FloodingNode::new, "partition", "loss", "latency");
    List<String> all = faults(simulation);
    Plan plan = simulation.run(1).plan().orElseThrow();
    Set<String> rest = new TreeSet<>(plan.faults());
    rest.remove("partition 0");
    rest.remove("loss 1");
    assertThat(faults(simulation.only(new Plan(rest, plan.operations()))))
        .hasSize(rest.size())
        .isSubsetOf(all);
  }

  /** When which fault begins, and what it does. */
  private static List<String> faults(Simulation simulation) {
    List<String> begun = new ArrayList<>();
    simulation.run(
        1,
        new Trace() {
          @Override
          public void faultStarted(long timeNanos, String fault, String what) {
            begun.add(timeNanos + " " + fault + ": " + what);
          }
        });
    return begun;
  }
}
