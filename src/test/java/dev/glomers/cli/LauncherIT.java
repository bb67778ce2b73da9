package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.Parts;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar and its launchers, as a shell or Maelstrom starts them. */
@QuarkusMainIntegrationTest
class LauncherIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir Path elsewhere;

  @Test
  @Launch("parts")
  void theJarListsTheParts(LaunchResult result) {
    assertThat(result.getOutput()).contains("1-echo", "3d-broadcast");
  }

  @Test
  void everyPartHasALauncher() throws IOException {
    try (var nodes = Files.list(TARGET.resolve("nodes"))) {
      assertThat(nodes.map(node -> node.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Parts.find().names());
    }
  }

  @Test
  void aNodeAnswersFromAnyDirectoryAndThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(elsewhere.resolve("a node"), TARGET.resolve("nodes/1-echo"));
    Result result =
        run(
            """
            {"src":"c0","dest":"n0","body":{"type":"init","msg_id":1,"node_id":"n0","node_ids":["n0"]}}
            {"src":"c0","dest":"n0","body":{"type":"echo","msg_id":2,"echo":"hello"}}
            """,
            link.toString());
    Files.delete(link);
    assertThat(result.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"init_ok\"", "\"in_reply_to\":1"),
            line -> assertThat(line).contains("\"echo_ok\"", "\"in_reply_to\":2", "\"hello\""));
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void theLauncherPassesItsArgumentsAndTheStatus() throws Exception {
    Result result = run("", TARGET.resolve("glomers").toString(), "node", "no such part");
    assertThat(result.err()).startsWith("usage: ").hasLineCount(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(2);
  }

  @Test
  void aWrongPropertyStopsTheStartInOneLine() throws Exception {
    for (String wrong : new String[] {"glomers.drain-timeout=soon", "glomers.drain-timout=1s"}) {
      String jar = TARGET.resolve("quarkus-app/quarkus-run.jar").toString();
      Result result = run("", java(), "-D" + wrong, "-jar", jar, "node", "1-echo");
      assertThat(result.err()).contains(wrong.replaceAll("=.*", "")).hasLineCount(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.status()).isEqualTo(2);
    }
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  private record Result(int status, String out, String err) {}

  private Result run(String input, String... command) throws IOException, InterruptedException {
    Path in = Files.writeString(elsewhere.resolve("in"), input);
    Path out = elsewhere.resolve("out");
    Path err = elsewhere.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
