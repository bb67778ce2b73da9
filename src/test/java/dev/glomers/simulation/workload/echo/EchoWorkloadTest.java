package dev.glomers.simulation.workload.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.echo.Echo;
import dev.glomers.simulation.workload.Runs;
import org.junit.jupiter.api.Test;

/** {@link EchoBugs} has the echoes that the checker must not pass. */
class EchoWorkloadTest {
  @Test
  void passesAnEcho() {
    assertThat(Runs.run("echo", 1, 10, given -> new Echo()).anomalies()).isEmpty();
  }
}
