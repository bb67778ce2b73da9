package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void aNodeStartsFromAnyDirectoryAndThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(elsewhere.resolve("a node"), TARGET.resolve("nodes/1-echo"));
    Result result = run(List.of(link.toString()));
    Files.delete(link);
    assertThat(result).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void theLauncherPassesItsArgumentsAndTheStatus() throws Exception {
    Result result = run(List.of(TARGET.resolve("glomers").toString(), "node", "no such part"));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("usage: ").hasLineCount(1);
  }

  private record Result(int status, String out, String err) {}

  private Result run(List<String> command) throws IOException, InterruptedException {
    Path out = elsewhere.resolve("out");
    Path err = elsewhere.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
