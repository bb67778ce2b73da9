package dev.glomers.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Parts;
import dev.glomers.report.Recording;
import dev.glomers.report.Report;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Trace;
import dev.glomers.simulation.workload.Anomaly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that keep to Maelstrom's protocol, and programs that break each of its rules. */
class ProcessesTest {
  private static final OfficialTest ECHO =
      OfficialTest.of("echo").nodeCount(1).timeLimit(1).rate(20).build();

  @TempDir Path directory;

  private static Run run(String habit, OfficialTest test, Trace trace) throws IOException {
    try (ProcessPlatform platform =
        new ProcessPlatform(
            EchoProgram.program(),
            EchoProgram.arguments(habit),
            false,
            habit.equals("never answers") ? Duration.ofSeconds(1) : Duration.ofSeconds(10))) {
      return Simulation.of(test, platform).run(1, trace);
    } finally {
      assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  private static Run run(String habit) throws IOException {
    return run(habit, ECHO, Trace.NONE);
  }

  @Test
  void aProgramThatSpellsItsMessagesInItsOwnWayIsValid() throws IOException {
    Run run = run("spaces");
    assertThat(run.anomalies()).isEmpty();
    assertThat(run.operations()).isBetween(10, 40);
    assertThat(run.availability()).isEqualTo(1);
    assertThat(run.serverMessages()).isZero();
  }

  @Test
  void itIsKilledAndPausedAndCutOffAndStillValid() throws IOException {
    OfficialTest test =
        ECHO.but()
            .nodeCount(2)
            .timeLimit(2)
            .nemesis(List.of("partition", "kill", "pause", "loss"))
            .nemesisInterval(0.2)
            .build();
    Run run = run("behaves", test, Trace.NONE);
    assertThat(run.anomalies()).isEmpty();
    assertThat(run.effects()).containsKeys("kill: killed", "pause: paused", "partition: started");
  }

  @Test
  void itMayPassOnWhatAClientAsks() throws IOException {
    Run run = run("delegates", ECHO.but().nodeCount(2).build(), Trace.NONE);
    assertThat(run.anomalies()).isEmpty();
    assertThat(run.availability()).isEqualTo(1);
    assertThat(run.serverMessages()).isZero();
  }

  @Test
  void neitherItNorItsChildrenOutliveTheRun() throws IOException {
    assertThat(run("stubborn").anomalies()).isEmpty();
  }

  @Test
  void itMayMakeDirectories() throws IOException {
    assertThat(run("makes directories").anomalies()).isEmpty();
  }

  @Test
  void noFloodStopsTheTime() throws IOException {
    Run run = run("floods");
    assertThat(run.anomalies()).isEmpty();
    assertThat(run.messages()).isGreaterThan(1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dies            | ended           | n0 ended by itself with exit status 3; the end of its"
            + " stderr: out of ?[31mmemory",
        "closes stdout   | ended           | n0 closed its stdout; it has written nothing to"
            + " stderr",
        "never answers   | no-init         | n0 has not answered init within 1 s",
        "refuses         | no-init         | n0 has not accepted init: not me; it has written"
            + " nothing to stderr",
        "chats           | not-a-message   | n0 wrote a line that is not a message: Hello, <b>world</b> not JSON: Unrecognized token 'Hello'",
        "stamps          | not-a-message   | time: no field of a message",
        "numbers         | not-a-message   | id: not an integer",
        "pretends        | not-a-message   | src: no such node, client or service",
        "writes to nobody| not-a-message   | dest: no such node, client or service",
        "adds a field    | malformed-reply | extra: not in the protocol",
      })
  void whatBreaksARuleIsShownWithTheRule(String habit, String kind, String words)
      throws IOException {
    Run run = run(habit);
    Anomaly anomaly = run.anomalies().get(0);
    assertThat(anomaly.kind()).isEqualTo(kind);
    assertThat(anomaly.words().replaceAll("\\s+", " "))
        .containsSubsequence(words.strip().split("\\.\\.\\."));
    assertThat(anomaly.beyondMaelstrom()).isFalse();
  }

  @Test
  void anErrorNeedsNoText() throws IOException {
    assertThat(run("omits the text").anomalies())
        .extracting(Anomaly::kind)
        .isNotEmpty()
        .doesNotContain("malformed-reply");
  }

  @Test
  void markupIsTextInTheReport() throws IOException {
    Recording recording = new Recording();
    Run run = run("injects", ECHO, recording);
    assertThat(run.anomalies()).extracting(Anomaly::kind).contains("wrong-echo");
    String page =
        new Report(Parts.find().ofWorkload("echo"), false, "again", run, recording).html();
    assertThat(page).contains("alert(1)").doesNotContain("<script>alert");
  }

  @Test
  void whatCannotBeRunIsSaid() throws IOException {
    Path program = Files.createFile(directory.resolve("program"));
    try (ProcessPlatform platform = new ProcessPlatform(program, List.of(), false)) {
      Simulation simulation = Simulation.of(ECHO, platform);
      assertThatThrownBy(() -> simulation.run(1))
          .hasRootCauseInstanceOf(IOException.class)
          .hasMessageContaining(program.toRealPath().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clock", "slow-disk", "failing-sync", "full-disk", "damaged-record"})
  void aFaultThatCannotBeDoneToAProcessIsRefused(String fault) throws IOException {
    OfficialTest test = ECHO.but().nemesis(List.of(fault)).build();
    try (ProcessPlatform platform = new ProcessPlatform(EchoProgram.program(), List.of(), false)) {
      assertThatThrownBy(() -> Simulation.of(test, platform))
          .hasMessageContaining(fault + " is none of");
    }
  }
}
