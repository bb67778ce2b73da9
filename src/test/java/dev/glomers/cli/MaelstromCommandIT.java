package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command with a stand-in for Maelstrom, whose results the test gives. */
class MaelstromCommandIT {
  private static final Path GLOMERS = Path.of("target", "glomers").toAbsolutePath();
  private static final String STAND_IN =
      """
      #!/bin/sh
      echo "$@" >> calls
      echo 'INFO [jepsen test runner] jepsen.core: Relative time begins now'
      echo 'no more to say'
      [ -f results.edn ] || exit 255
      test=store/test/$(wc -l < calls)
      mkdir -p "$test"
      cp results.edn "$test"
      ln -sfn "../$test" store/latest
      """;

  @TempDir Path directory;

  @BeforeEach
  void install() throws IOException {
    Path script = Files.writeString(directory.resolve("maelstrom"), STAND_IN);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void runsTheOfficialCommandAndPrintsATable() throws Exception {
    found(0.98, 10, 10);
    Result result = glomers("maelstrom", "1");
    assertThat(calls())
        .singleElement()
        .asString()
        .matches("test --bin .*/target/nodes/1-echo -w echo --node-count 1 --time-limit 10");
    assertThat(result.out().lines())
        .satisfiesExactly(
            head -> assertThat(head).contains("part", "verdict", "msgs/op"),
            row -> assertThat(row).startsWith("1-echo").contains("valid", "0.98"));
    assertThat(result.status()).isZero();
  }

  @Test
  void furtherFlagsComeLast() throws Exception {
    found(0.98, 10, 10);
    glomers("maelstrom", "1-echo", "--", "--rate", "7");
    assertThat(calls()).singleElement().asString().endsWith("--time-limit 10 --rate 7");
  }

  @Test
  void whatIsOverTheLimitFailsThoughItIsValid() throws Exception {
    found(0.98, 10, 10);
    Result result = glomers(Map.of("GLOMERS_PART_LIMIT_MSGS_PER_OP", "0.5"), "maelstrom", "1");
    assertThat(result.out()).contains("over the limit");
    assertThat(result.err()).contains("0.98 msgs/op, limit 0.5");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void whatMissesTheGoalFailsOnlyIfAsked() throws Exception {
    found(0.98, 10, 10);
    Map<String, String> goal = Map.of("GLOMERS_PART_GOAL_MSGS_PER_OP", "0.5");
    assertThat(glomers(goal, "maelstrom", "1").status()).isZero();
    assertThat(glomers(goal, "maelstrom", "1", "--goals").status()).isEqualTo(1);
  }

  @Test
  void partitionsThatCutNothingAreTriedAgainAndToldApart() throws Exception {
    found(0.98, 10, 10);
    Result result = glomers("maelstrom", "2");
    assertThat(calls()).hasSize(3);
    assertThat(result.out()).contains("valid, nothing cut");
    assertThat(result.status()).isZero();
  }

  @Test
  void partitionsThatCutSomethingAreTriedOnce() throws Exception {
    found(0.98, 10, 4);
    Result result = glomers("maelstrom", "2");
    assertThat(calls()).hasSize(1);
    assertThat(result.out()).contains("dropped 6");
    assertThat(result.status()).isZero();
  }

  @Test
  void anInvalidRunSaysWhatIsWrongAndWhereToLook() throws Exception {
    Files.writeString(
        directory.resolve("results.edn"), "{:workload {:valid? false :lost (3)} :valid? false}");
    Result result = glomers("maelstrom", "1");
    assertThat(result.out()).contains("invalid");
    assertThat(result.err()).contains("workload (lost [3])", "store/test/1");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void aTestThatBreaksShowsTheEndOfMaelstromsOutput() throws Exception {
    Result result = glomers("maelstrom", "1");
    assertThat(result.out()).contains("no result");
    assertThat(result.err()).contains("no more to say");
    assertThat(result.status()).isEqualTo(2);
  }

  @Test
  void whereThereIsNoMaelstromItSaysWhereOneIs() throws Exception {
    Result result = glomers("maelstrom", "1", "--maelstrom", "nowhere");
    assertThat(result.err()).contains("0.2.4", "https://github.com/jepsen-io/maelstrom");
    assertThat(result.err()).contains("glomers simulate needs none").hasLineCount(1);
    assertThat(result.status()).isEqualTo(2);
  }

  @Test
  void whatHoldsAnAddressIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Result result = glomers("serve", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(result.err()).startsWith("glomers: cannot listen on").hasLineCount(1);
      assertThat(result.status()).isEqualTo(2);
    }
  }

  @Test
  void whenItEndsMaelstromEndsToo() throws Exception {
    Files.writeString(directory.resolve("maelstrom"), "#!/bin/sh\necho $$ > pid\nexec sleep 100\n");
    Process glomers = start(Map.of(), "serve", "--port", "0");
    Path pid = directory.resolve("pid");
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      assertThat(glomers.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
    }
    ProcessHandle maelstrom =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    glomers.destroy();
    maelstrom.onExit().get(30, TimeUnit.SECONDS);
  }

  private void found(double msgsPerOp, int sent, int received) throws IOException {
    Files.writeString(
        directory.resolve("results.edn"),
        """
        {:net {:servers {:msgs-per-op %s :send-count %d :recv-count %d}} :valid? true}
        """
            .formatted(msgsPerOp, sent, received));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(directory.resolve("calls"));
  }

  private record Result(int status, String out, String err) {}

  private Result glomers(String... arguments) throws IOException, InterruptedException {
    return glomers(Map.of(), arguments);
  }

  private Result glomers(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(environment, arguments);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), read("out"), read("err"));
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(GLOMERS.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("MAELSTROM", directory.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String read(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }
}
