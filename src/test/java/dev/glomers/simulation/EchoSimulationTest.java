package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.echo.Echo;
import dev.glomers.part.OfficialTest;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Anomaly;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EchoSimulationTest {
  private static final OfficialTest TEST =
      new OfficialTest(
          "echo",
          1,
          "1n",
          10,
          10,
          0,
          "constant",
          "grid",
          List.of(),
          10,
          Optional.empty(),
          List.of());

  record EchoBody(Json echo) {}

  record EchoOk(Json echo) {}

  @Test
  void passesAnEcho() {
    assertThat(run(collaborators -> new Echo()).anomalies()).isEmpty();
  }

  @Test
  void catchesANodeThatMishears() {
    NodeFactory mishearing =
        collaborators ->
            (cluster, on) -> on.request(EchoBody.class, request -> new EchoOk(Json.of("what?")));
    assertThat(run(mishearing).anomalies()).extracting(Anomaly::kind).contains("wrong-echo");
  }

  private static Run run(NodeFactory nodes) {
    return Simulation.of(TEST, nodes).run(1);
  }
}
