package dev.glomers.simulation.workload.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Runs;
import org.junit.jupiter.api.Test;

class CounterWorkloadTest {
  @Test
  void passesACounter() {
    assertThat(run("g-counter", Shares::new).anomalies()).isEmpty();
    assertThat(run("pn-counter", Shares::new).anomalies()).isEmpty();
  }

  @Test
  void seesHowMuchWasAdded() {
    assertThat(run("g-counter", Shares::new).figures())
        .hasEntrySatisfying("sum", sum -> assertThat(sum.longValue()).isGreaterThan(500))
        .hasEntrySatisfying("adds", adds -> assertThat(adds.longValue()).isBetween(250L, 420L))
        .containsEntry("uncertain-adds", 0)
        .containsEntry("final-reads", 6L);
  }

  @Test
  void leavesOpenWhetherAnUncertainAddWasCounted() {
    NodeFactory forgetful =
        given ->
            new Shares(given) {
              private int adds;

              @Override
              AddOk add(Add add) {
                if (++adds % 20 != 0) {
                  super.add(add);
                }
                if (adds % 10 == 0 && add.delta() != 0) {
                  throw new IllegalStateException("half of these were counted");
                }
                return new AddOk();
              }
            };
    assertThat(run("g-counter", forgetful).anomalies()).isEmpty();
    assertThat(run("pn-counter", forgetful).anomalies()).isEmpty();
  }

  @Test
  void tellsWhatShouldHaveBeenRead() {
    Run run =
        run(
            "g-counter",
            given ->
                new Shares(given) {
                  @Override
                  ReadOk read() {
                    return new ReadOk(0);
                  }
                });
    assertThat(run.anomalies().get(0).toString())
        .matches("lost-add: .* invoked Read\\[]: ok, ReadOk\\[value=0], but the final sum is \\d+");
  }

  private static Run run(String workload, NodeFactory nodes) {
    return Runs.run(workload, 3, 100, nodes);
  }
}
