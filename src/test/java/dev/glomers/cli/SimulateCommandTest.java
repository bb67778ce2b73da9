package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glomers.part.Figures;
import dev.glomers.part.Version;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusMainTest
class SimulateCommandTest {
  @Test
  @Launch({"simulate", "1", "--seeds", "3"})
  void saysThatAllSeedsAreValid(LaunchResult result) {
    assertThat(result.getOutputStream())
        .anyMatch(line -> line.matches("1-echo +valid \\(3 seeds\\) .*"));
  }

  @Test
  @Launch(
      value = {"simulate", "2", "--nemesis", "service-loss", "--rate", "10", "--json"},
      exitCode = 0)
  void tellsARunAsJson(LaunchResult result) {
    assertThat(result.getOutput())
        .contains("\"test\":\"2-unique-ids\"", "\"seed\":1", "\"valid\":true")
        .contains("glomers simulate 2-unique-ids --nemesis service-loss --rate 10 --seed 1")
        .contains("\"version\":\"" + Version.text());
  }

  @Test
  @Launch(
      value = {"simulate", "4", "--nemesis", "loss", "--recovery", "0", "--rate", "20"},
      exitCode = 1)
  void explainsAnInvalidRunAndHowToSeeItAgain(LaunchResult result) {
    assertThat(result.getOutput())
        .contains("invalid", "4-g-counter, seed 1")
        .contains("again: glomers simulate 4-g-counter --nemesis loss --recovery 0 --rate 20");
  }

  @Test
  @Launch({"simulate", "2", "--nemesis", "kill", "--victims", "one", "--rate", "10", "--json"})
  void saysWhoseDeathWasAskedFor(LaunchResult result) {
    assertThat(result.getOutput()).contains("--nemesis kill --victims one --rate 10 --seed 1");
  }

  @Test
  @Launch(
      value = {"simulate", "9"},
      exitCode = 2)
  void refusesAnUnknownPart(LaunchResult result) {
    assertThat(result.getErrorStream()).singleElement().asString().contains("no part 9");
  }

  @Test
  @Launch(
      value = {"simulate", "1", "--nemesis", "weather"},
      exitCode = 2)
  void refusesAnUnknownFault(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .contains("weather is none of", "partition");
  }

  @Test
  @Launch({"simulate", "2", "--rate", "10", "--time-limit", "5", "--seed", "1"})
  void saysWhenTheFaultsDidNothing(LaunchResult result) {
    assertThat(result.getOutput()).contains("did nothing; so this proves nothing");
  }

  @Test
  @Launch({"simulate", "6c", "--rate", "5", "--time-limit", "5", "--nemesis", "reordering"})
  void drawsUntilTheFaultsDoSomething(LaunchResult result) {
    assertThat(result.getOutput()).doesNotContain("proves nothing").contains("delayed");
    assertThat(result.getErrorStream()).singleElement().asString().contains("6c-txn: seed ");
  }

  @Test
  @Launch({"simulate", "3b", "--rate", "0", "--seed", "1", "--json"})
  void asksForNothingAtARateOfNothing(LaunchResult result) {
    // The final reads
    assertThat(result.getOutput()).contains("\"operations\":5,", "\"valid\":true");
  }

  @Test
  @Launch({
    "simulate",
    "5a",
    "--seed",
    "1",
    "--time-limit",
    "3",
    "--key-count",
    "1",
    "--json",
    "--max-writes-per-key",
    "100000"
  })
  void usesAsManyKeysAsAreAskedFor(LaunchResult result) {
    assertThat(result.getOutput()).contains("\"keys\":1,", "\"valid\":true");
  }

  @Test
  void aFailureIsMadeSmallerAndSaved(QuarkusMainLauncher launcher, @TempDir Path directory) {
    Path file = directory.resolve("a failure.json");
    String command = "simulate 3c --nemesis kill --time-limit 10 --rate 5 --seeds 20 --save";
    String[] words = (command + " " + file).split(" ", command.split(" ").length + 1);
    LaunchResult found = launcher.launch(words);
    assertThat(found.exitCode()).isEqualTo(1);
    assertThat(found.getOutput())
        .contains("shrunk", "faults 1, operations 1")
        .contains("glomers simulate --replay '%s'".formatted(file))
        .contains("glomers watch --replay '%s'".formatted(file));
    LaunchResult again = launcher.launch("simulate", "--replay", directory + "//a failure.json");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.getOutput()).contains("lost: ").doesNotContain("shrunk");
  }

  @Test
  void aSavedFailureFailsForWhatWasDemanded(QuarkusMainLauncher launcher, @TempDir Path directory) {
    String demanded = "--availability total --consistency-models serializable";
    Path file = directory.resolve("failure.json");
    String command = "simulate lin-kv --nemesis none --time-limit 2 " + demanded;
    LaunchResult found = launcher.launch((command + " --save " + file).split(" "));
    assertThat(found.getOutput()).contains("shrunk");
    LaunchResult again = launcher.launch("simulate", "--replay", file.toString());
    assertThat(again.getOutput()).contains("of the operations succeeded", demanded);
    assertThat(again.exitCode()).isEqualTo(1);
  }

  /** Each file is what was left of a run in which a bug was found that is mended. */
  @Test
  void whatWasFoundOnceIsMended(QuarkusMainLauncher launcher) throws IOException {
    try (Stream<Path> corpus = Files.list(Path.of("src/test/resources/corpus"))) {
      for (Path file : corpus.toList()) {
        LaunchResult result = launcher.launch("simulate", "--replay", file.toString());
        assertThat(result.exitCode()).as(file.toString()).isZero();
        assertThat(result.getOutput()).contains("valid");
      }
    }
  }

  @Test
  @Launch(
      value = {"simulate", "--replay", "no/such/file"},
      exitCode = 2)
  void saysWhichFileCannotBeReplayed(LaunchResult result) {
    assertThat(result.getErrorStream()).singleElement().asString().contains("no/such/file");
  }

  @ParameterizedTest
  @CsvSource({
    "none, glomers: 1-echo cannot run: glomers.challenge: no challenge none",
    "'', The config property glomers.challenge is defined as the empty String"
  })
  void saysWhyAPartCannotRun(
      String challenge, String words, QuarkusMainLauncher launcher, @TempDir Path directory)
      throws IOException {
    String saved =
        """
        {"part": "1-echo", "seed": 1, "options": {}, "properties": {"glomers.challenge": "%s"},
        "anomaly": "", "version": ""}
        """;
    Path file = Files.writeString(directory.resolve("failure.json"), saved.formatted(challenge));
    LaunchResult result = launcher.launch("simulate", "--replay", file.toString());
    assertThat(result.getErrorOutput()).contains(words);
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  @Launch({"simulate", "3c", "--swarm", "--until-marked", "--seeds", "200"})
  void aSwarmGoesOnUntilEachSituationWasReached(LaunchResult result) {
    assertThat(result.getOutput()).contains("valid").doesNotContain("never reached");
    assertThat(result.getErrorStream()).singleElement().asString().contains("was reached");
  }

  @Test
  @Launch({"simulate", "2", "--rate", "10", "--nemesis", "none", "--json"})
  void aPartCanBeRunWithoutItsFaults(LaunchResult result) {
    assertThat(result.getOutput()).contains("\"faults\":{}", "--nemesis none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seeds 0",
        "--seed first",
        "--budget 0",
        "--budget soon",
        "--fail-fast 0",
        "--shard 0/2",
        "--shard 0/2 --seeds 1",
        "--shard 2/2 --seeds 10",
        "--shard auto --seeds 10",
        "--node-count 0",
        "--rate -1",
        "--key-count 61",
        "--max-txn-length 0",
        "--rate Infinity",
        "--rate 1e-10",
        "--seed 9223372036854775807",
        "--time-limit 0",
        "--latency -1",
        "--latency-dist none",
        "--concurrency 0n",
        "--topology none",
        "--nemesis-interval 0",
        "--nemesis-interval 1e-300",
        "--nemesis-interval 1e10",
        "--nemesis-interval Infinity",
        "--recovery -1",
        "--recovery Infinity",
        "--history no/such/directory",
        "--report /",
        "--trace no/such/directory",
      })
  void refusesValuesThatNoTestCanHave(String option, QuarkusMainLauncher launcher) {
    String[] arguments = ("simulate 3b " + option).split(" ");
    LaunchResult result = launcher.launch(arguments);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.getErrorStream()).singleElement().asString().startsWith("glomers: ");
  }

  @Test
  @Launch({"simulate", "1", "--seeds", "3", "--seed", "5", "--json"})
  void tellsEachRunInALineOfItsOwn(LaunchResult result) {
    assertThat(result.getOutputStream())
        .hasSize(3)
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
        .anyMatch(line -> line.contains("--seed 5"))
        .anyMatch(line -> line.contains("--seed 7"));
  }

  @Test
  @Launch({"simulate", "6b", "--rate", "10", "--budget", "1ms", "--json"})
  void aBudgetThatIsOverStillHasARunOfEachTest(LaunchResult result) {
    assertThat(result.getOutputStream())
        .anyMatch(line -> line.contains("\"6b-txn\""))
        .anyMatch(line -> line.contains("\"6b-txn, partition\""));
    assertThat(result.getErrorStream())
        .hasSize(2)
        .allMatch(line -> line.matches("glomers: 6b-txn.*: its time is over, seeds run: .*"));
  }

  @Test
  @Launch(
      value = {"simulate", "1", "--seed", "random"},
      exitCode = 0)
  void saysWhichSeedItHasDrawn(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .matches("glomers: the first seed is \\d+");
  }

  @Test
  @Launch(
      value = {
        "simulate",
        "4",
        "--nemesis",
        "loss",
        "--recovery",
        "0",
        "--rate",
        "20",
        "--seeds",
        "1000",
        "--fail-fast",
        "2"
      },
      exitCode = 1)
  void stopsWhenEnoughRunsHaveFailed(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .matches(".*: enough runs have failed, seeds run: \\d+ of 1000, failed: [2-9]");
  }

  @Test
  @Launch({"simulate", "2", "--nemesis", "kill", "--rate", "10"})
  void saysWhatWasNotChecked(LaunchResult result) {
    assertThat(result.getOutput())
        .contains("2-unique-ids: not checked: availability: nodes were killed or paused");
  }

  @Test
  @Launch({"simulate", "3c", "--heal", "core", "--json"})
  void aCoreIsPartOfTheReplayAndOfTheJson(LaunchResult result) {
    assertThat(result.getOutput())
        .contains("glomers simulate 3c-broadcast --heal core --seed 1")
        .contains("\"unchecked\":[\"nodes outside the core")
        .contains("outside the core: cut off");
  }

  @Test
  void writesAHistoryForJepsen(QuarkusMainLauncher launcher, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("history.edn");
    launcher.launch("simulate", "3a", "--history", file.toString());
    assertThat(Files.readAllLines(file))
        .hasSizeGreaterThan(200)
        .first()
        .asString()
        .startsWith("{:index 0 :time ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--report", "--trace", "--history"})
  void aFileThatCannotBeWrittenCostsNoVerdict(String option, QuarkusMainLauncher launcher) {
    for (String file : new String[] {"/tmp", "/dev/full"}) {
      LaunchResult result = launcher.launch("simulate", "1", option, file);
      assertThat(result.getErrorStream()).singleElement().asString().contains(file);
      assertThat(result.getOutput()).contains("valid");
      assertThat(result.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void jsonHasTheFiguresOfTheTable(QuarkusMainLauncher launcher) throws IOException {
    String[] table =
        launcher
            .launch("simulate", "5b", "--time-limit", "2", "--rate", "100")
            .getOutputStream()
            .get(1)
            .split(" +");
    JsonNode run =
        new ObjectMapper()
            .readTree(
                launcher
                    .launch("simulate", "5b", "--time-limit", "2", "--rate", "100", "--json")
                    .getOutput());
    assertThat(table)
        .containsSubsequence(
            run.get("test").asText(),
            run.get("valid").asBoolean() ? "valid" : "invalid",
            text(run.get("msgs_per_op").asDouble()),
            text(run.at("/latency_ns/p50").asLong() / 1e6),
            text(run.at("/latency_ns/max").asLong() / 1e6),
            text(run.at("/figures/worst-lag-ms").asDouble()),
            text(run.get("all_msgs_per_op").asDouble()),
            "%.4f".formatted(run.get("availability").asDouble()));
  }

  private static String text(double figure) {
    return Figures.text(OptionalDouble.of(figure));
  }
}
