package dev.glomers.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
  @TempDir Path config;

  @Test
  void theFlagsAreTheOfficialCommands() {
    Part part = Parts.find().get("2-unique-ids");
    assertThat(part.tests())
        .singleElement()
        .satisfies(
            test ->
                assertThat(test.flags())
                    .containsExactly(
                        "-w unique-ids --node-count 3 --time-limit 30 --rate 1000"
                            .concat(" --nemesis partition --availability total")
                            .split(" ")));
  }

  @Test
  void aPartMayHaveASecondCommand() throws IOException {
    Part part =
        part(
            """
            glomers.part.workload=txn-rw-register
            glomers.part.node-count=2
            glomers.part.time-limit=20
            glomers.part.again.nemesis=partition
            """);
    List<OfficialTest> tests = part.tests();
    assertThat(tests).hasSize(2);
    assertThat(tests.get(0).flags()).doesNotContain("--nemesis");
    assertThat(tests.get(1).flags())
        .containsAll(tests.get(0).flags())
        .containsSubsequence("--nemesis", "partition");
  }

  @Test
  void boundsHaveUnits() throws IOException {
    Part part =
        part(
            """
            glomers.part.workload=broadcast
            glomers.part.node-count=25
            glomers.part.time-limit=20
            glomers.part.limit.msgs-per-op=30
            glomers.part.limit.latency-median=400ms
            glomers.part.goal.worst-lag=0.3s
            """);
    assertThat(part.limit().msgsPerOp()).hasValue(30);
    assertThat(part.limit().latencyMedian()).hasValue(Duration.ofMillis(400));
    assertThat(part.limit().latencyMax()).isEmpty();
    assertThat(part.goal().worstLag()).hasValue(Duration.ofMillis(300));
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    Part part =
        part(
            """
            glomers.part.workload=broadcast
            glomers.part.node-count=many
            glomers.part.limit.msgs-per-opp=30
            """);
    assertThatThrownBy(part::tests)
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("glomers.part.node-count")
        .hasMessageContaining("glomers.part.time-limit")
        .hasMessageContaining("glomers.part.limit.msgs-per-opp");
  }

  private Part part(String properties) throws IOException {
    String all = "glomers.challenge=none\n" + properties;
    return new Part("a part", List.of(Files.writeString(config.resolve("part.properties"), all)));
  }
}
