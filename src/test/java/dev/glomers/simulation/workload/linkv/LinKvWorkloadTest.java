package dev.glomers.simulation.workload.linkv;

import static dev.glomers.simulation.workload.Sabotage.mute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.part.OfficialTest;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Runs;
import dev.glomers.simulation.workload.When;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Cas;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Read;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Write;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("SameNameButDifferent")
class LinKvWorkloadTest {
  private static final NodeFactory PROXY = given -> new Proxy(given.store("lin-kv"));

  @Test
  void asksAsMaelstromDoes() {
    // Two groups of six threads, of which three read.
    Run run = run(12, PROXY);
    assertThat(share(run, Read.class)).isBetween(0.22, 0.28);
    assertThat(share(run, Write.class)).isBetween(0.22, 0.28);
    assertThat(share(run, Cas.class)).isBetween(0.45, 0.55);
  }

  @Test
  void needsWholeGroups() {
    assertThatThrownBy(() -> run(9, PROXY))
        .hasMessage("glomers.part.concurrency: lin-kv needs a multiple of 2n, here 6, not 9");
  }

  @Test
  void takesANewKeyAfterTwentyProcesses() {
    Run run = run(6, mute(PROXY, When.ALWAYS));
    // None of 100 s of waiting is ever answered; half of those who wait read, and stay who they
    // are.
    long lost = of(run).filter(operation -> !operation.is(Read.class)).count();
    assertThat(Runs.figure(run, "keys")).isBetween(3 + lost / 15, 4 + lost / 15);
  }

  @Test
  void tellsWhoSawWhat() {
    Run run =
        run(
            6,
            given ->
                new Registers(given) {
                  @Override
                  ReadOk read(Read read) {
                    super.read(read);
                    return new ReadOk(Json.of(77));
                  }
                });
    assertThat(run.anomalies())
        .extracting(Anomaly::toString)
        .anyMatch(
            words ->
                words.matches(
                    "nonlinearizable: .* invoked Read.*: ok, 77; no order of the operations"
                        + " explains it. Before it the key could only be .*; no operation had written"
                        + " 77"));
  }

  private static double share(Run run, Class<? extends Record> kind) {
    return (double) of(run).filter(operation -> operation.is(kind)).count() / run.operations();
  }

  private static Stream<Operation> of(Run run) {
    return run.history().orElseThrow().operations().stream().filter(Operation::isOfMaelstrom);
  }

  private static Run run(int clients, NodeFactory nodes) {
    OfficialTest test =
        OfficialTest.of("lin-kv")
            .nodeCount(3)
            .concurrency("" + clients)
            .rate(100)
            .timeLimit(20)
            .nemesis(List.of())
            .build();
    return Simulation.of(test, nodes).run(1);
  }
}
