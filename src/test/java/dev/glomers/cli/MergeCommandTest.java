package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@QuarkusMainTest
class MergeCommandTest {
  private static final String SWEEP =
      "simulate 4 --nemesis loss --recovery 0 --rate 20 --time-limit 5 --seeds 6 --shrink 0s";
  private static final String LINE =
      """
      {"test":"1-echo","seed":1,"valid":true,"official":true,"over_limit":[],"operations":10,\
      "messages":20,"server_messages":0,"msgs_per_op":0.0,"all_msgs_per_op":2.0,\
      "availability":1.0,"latency_ns":null,"figures":{},"faults":{},"situations":{},"anomalies":[],\
      "unchecked":[],"log":[],"replay":"glomers simulate 1-echo --seed 1","version":"1.0"}
      """;

  @TempDir Path directory;

  private Path shard(QuarkusMainLauncher launcher, String shard) throws IOException {
    String[] command = (SWEEP + " --json --shard " + shard).split(" ");
    List<String> lines = launcher.launch(command).getOutputStream();
    assertThat(lines).hasSize(3);
    return Files.write(directory.resolve(shard.replace('/', '-')), lines);
  }

  @Test
  void shardsAreMergedToWhatOneMachineSays(QuarkusMainLauncher launcher) throws IOException {
    LaunchResult whole = launcher.launch(SWEEP.split(" "));
    Path even = shard(launcher, "0/2");
    Path odd = shard(launcher, "1/2");
    LaunchResult merged = launcher.launch("merge", odd.toString(), even.toString());
    assertThat(whole.getOutput()).contains("invalid", "6 seeds", "again: ");
    assertThat(merged.getOutput()).isEqualTo(whole.getOutput());
    assertThat(merged.exitCode()).isEqualTo(whole.exitCode()).isEqualTo(1);
  }

  private int merge(String lines) throws IOException {
    MergeCommand command = new MergeCommand();
    new CommandLine(command);
    command.files = List.of(Files.writeString(directory.resolve("file"), lines).toString());
    return command.call();
  }

  @Test
  void whatIsValidIsMergedToZero() throws IOException {
    assertThat(merge(LINE + LINE.replace("ed\":1", "ed\":2").replace("ed 1", "ed 2"))).isZero();
  }

  @Test
  void anAnomalyIsMergedToOne() throws IOException {
    String anomaly = "[{\"kind\":\"lost\",\"words\":\"a value\",\"beyond_maelstrom\":false}]";
    assertThat(merge(LINE.replace("\"anomalies\":[]", "\"anomalies\":" + anomaly))).isOne();
  }

  @Test
  void whatIsOverTheLimitIsMergedToOne() throws IOException {
    String line =
        LINE.replace("1-echo", "3d-broadcast")
            .replace("\"server_messages\":0", "\"server_messages\":300");
    assertThat(merge(line)).isOne();
    assertThat(merge(line.replace("\"official\":true", "\"official\":false"))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"log\"', '\"lag\"', 'file:2: not a run: '",
    "'\"log\":[]', '\"log\":null', 'file:2: not a run: '",
    "'\"1.0\"}', '\"1.0\"', 'file:2: not a run: '",
    "'\"1.0\"}', '\"1.0\"}{}', 'file:2: not a run: '",
    "'\"1.0\"', '\"1.1\"', 'file:2: this run is of version 1.1, but earlier ones are of 1.0'",
    "1-echo --seed 1, 1-echo --rate 9 --seed 1, 'file:2: this run has other options than earlier ones'",
    "1-echo, 1-ecco, 'file:2: no part 1-ecco'",
    "1-echo, 1-echo, 'file:2: 1-echo, seed 1, occurs twice'",
  })
  void namesTheLineThatDoesNotFit(String text, String other, String words) {
    assertThatThrownBy(() -> merge(LINE + LINE.replace(text, other)))
        .isInstanceOf(Mistake.class)
        .hasMessageContaining(words);
  }

  @Test
  void aFileWithoutRunsIsNoResult() {
    assertThatThrownBy(() -> merge("")).isInstanceOf(Mistake.class).hasMessageContaining("no runs");
  }
}
