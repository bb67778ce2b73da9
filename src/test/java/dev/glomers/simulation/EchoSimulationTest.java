package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.glomers.challenge.echo.Echo;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EchoSimulationTest {
  private static final TestOptions OPTIONS =
      new TestOptions("echo", 1, 1, 10, Duration.ofSeconds(10), 0, "constant", "grid", List.of());

  @JsonTypeName("echo")
  record EchoRequest(Json echo) {}

  record EchoOk(Json echo) {}

  @Test
  void passesAnEcho() {
    assertThat(run(collaborators -> new Echo()).anomalies()).isEmpty();
  }

  @Test
  void catchesANodeThatMishears() {
    NodeFactory mishearing =
        collaborators ->
            (cluster, on) -> on.request(EchoRequest.class, request -> new EchoOk(Json.of("what?")));
    assertThat(run(mishearing).anomalies()).extracting(Anomaly::kind).contains("wrong-echo");
  }

  private static Verdict run(NodeFactory nodes) {
    return new Simulation(OPTIONS, nodes, 1, Trace.NONE).run();
  }
}
