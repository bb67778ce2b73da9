package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.processes.EchoProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged command, as a shell starts it. */
class ProcessesIT {
  private static Process start(String habit, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of("target", "glomers").toAbsolutePath().toString());
    command.addAll(List.of("test", "-w", "echo", "--node-count", "1", "--rate", "20"));
    command.addAll(List.of(options));
    command.addAll(List.of("--bin", EchoProgram.program().toString(), "--"));
    command.addAll(EchoProgram.arguments(habit));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    try (BufferedReader out = process.inputReader()) {
      return String.join("\n", out.lines().toList());
    }
  }

  @Test
  void aRightNodeIsValid() throws Exception {
    Process process = start("behaves", "--time-limit", "1", "--json");
    assertThat(output(process)).contains("\"test\":\"echo\"", "\"valid\":true");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aNodeThatDiesIsInvalid() throws Exception {
    Process process = start("dies", "--time-limit", "1", "--seed", "5");
    assertThat(output(process))
        .contains("n0 ended by itself with exit status 3", "out of ?[31mmemory")
        .contains("again: glomers test -w echo", "--seed 5 -- ");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void aTestThatNeverRanIsAFailure() throws Exception {
    Process process = start("refuses");
    assertThat(output(process)).contains("n0 has not accepted init: not me");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void anInterruptEndsTheNodesToo() throws Exception {
    Process process = start("stubborn", "--log-stderr");
    List<ProcessHandle> started = List.of();
    // The node and its child
    while (started.size() < 2) {
      assertThat(process.isAlive()).isTrue();
      Thread.onSpinWait();
      started = process.descendants().toList();
    }
    new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    for (ProcessHandle each : started) {
      each.onExit().get(5, TimeUnit.SECONDS);
    }
  }
}
