package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.processes.EchoProgram;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maelstrom's command line, as somebody pastes it. */
@QuarkusMainTest
class TestCommandTest {
  private static LaunchResult test(QuarkusMainLauncher launcher, String options) {
    List<String> words = new ArrayList<>(List.of("test", "-w", "echo", "--node-count", "1"));
    words.addAll(List.of("--bin", EchoProgram.program().toString()));
    words.addAll(Stream.of(options.split(" ")).filter(word -> !word.isEmpty()).toList());
    words.add("--");
    words.addAll(EchoProgram.arguments("behaves"));
    return launcher.launch(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nodes n1,n2          | nodes are n0, n1 and so on",
        "-n n1 -n n2            | nodes are n0, n1 and so on",
        "--leave-db-running     | no process outlives a test",
        "\u2013-nemesis partition | type hyphens",
        "--test-count 0         | must be more than 0",
        "--rate -1              | rate: out of range",
        "--availability lots    | availability: neither a number nor total: lots",
        "--availability NaN     | availability: out of range: NaN",
        "--availability 1.1     | availability: out of range: 1.1",
        "--colour red           | Unknown option",
      })
  void whatCannotBeTakenIsSaid(String options, String words, QuarkusMainLauncher launcher) {
    LaunchResult result = test(launcher, options);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.getErrorStream()).singleElement().asString().contains(words);
  }

  @Test
  void whatChangesNothingIsTaken(QuarkusMainLauncher launcher) {
    LaunchResult result =
        test(launcher, "--no-ssh --username me --logging-json --rate 0 --time-limit 1");
    assertThat(result.getOutput()).contains("valid");
    assertThat(result.exitCode()).isZero();
  }

  /** The program ends at once, which the reports show. */
  @Test
  void onlyForAllPartsHasEachAReportOfItsOwn(
      QuarkusMainLauncher launcher, @TempDir Path directory) {
    String options = " --bin " + EchoProgram.program() + " --node-count 1 --report " + directory;
    launcher.launch(("test all" + options + "/part.html -- -v").split(" "));
    launcher.launch(("test -w echo" + options + "/echo.html -- all").split(" "));
    assertThat(directory.toFile().list())
        .contains("part-1-echo.html", "part-6b-txn-partition.html", "echo.html")
        .doesNotContain("part.html", "echo-echo.html");
  }

  @Test
  void itIsRunSoOftenAndTheMessagesAreToldOf(QuarkusMainLauncher launcher) {
    LaunchResult result =
        test(launcher, "--test-count 2 --log-net-send --log-net-recv --rate 3 --time-limit 1");
    assertThat(result.getOutput()).contains("valid (2 seeds)");
    assertThat(result.getErrorOutput())
        .contains("\"event\":\"sent\"", "echo_ok", "\"event\":\"delivered\"");
  }
}
