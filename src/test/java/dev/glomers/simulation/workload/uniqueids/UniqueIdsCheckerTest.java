package dev.glomers.simulation.workload.uniqueids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Chronicle;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.uniqueids.UniqueIdsWorkload.Generate;
import dev.glomers.simulation.workload.uniqueids.UniqueIdsWorkload.GenerateOk;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UniqueIdsCheckerTest {
  private final Chronicle chronicle = new Chronicle(3);
  private final UniqueIdsWorkload workload =
      new UniqueIdsWorkload(
          new Setting(List.of("n0"), 1, "grid", List.of(), Duration.ZERO, new SplittableRandom(1)));

  private void issued(int process, Object id) {
    chronicle.ok(process, new Generate(), new GenerateOk(Json.of(id)));
  }

  @Test
  void anIdIsIssuedOnce() {
    issued(0, 1);
    issued(1, 2);
    issued(2, "1");
    chronicle.unclear(0, new Generate());
    assertThat(chronicle.kinds(workload.checker())).isEmpty();
    issued(0, 2);
    issued(0, 2);
    assertThat(chronicle.kinds(workload.checker())).containsExactly("duplicate", "duplicate");
    assertThat(chronicle.judge(workload.checker()).figures()).containsEntry("ids", 3);
  }

  @Test
  void tellsWhoGotItToo() {
    issued(0, 1);
    issued(1, 1);
    assertThat(chronicle.judge(workload.checker()).anomalies().get(0).words())
        .matches("1 was issued twice: .* process 0 at n0 .*; .* process 1 at n1 .*");
  }

  @Test
  void eachThreadAsksOnceMoreInTheEnd() {
    assertThat(workload.nextProbe(0, 0)).contains(new Generate());
    assertThat(workload.nextProbe(0, 1)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void standsInAHistoryAsItCame() {
    assertThat(new Generate().invoked()).isNull();
    assertThat(new Generate().completed(new GenerateOk(Json.of("x")))).isEqualTo("x");
  }
}
