package dev.glomers.maelstrom;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An installed Maelstrom. Its results go to {@code store/} in the working directory. */
public final class Maelstrom {
  private static final String NAME = "maelstrom";

  private final Path script;

  private Maelstrom(Path script) {
    this.script = script;
  }

  /**
   * Finds Maelstrom where the user says it is; otherwise where the variable {@code MAELSTROM} says;
   * otherwise on the path.
   *
   * @param given the script or its directory
   */
  public static Optional<Maelstrom> find(Optional<Path> given, Map<String, String> environment) {
    Stream<Path> places =
        given
            .or(() -> Optional.ofNullable(environment.get("MAELSTROM")).map(Path::of))
            .map(Stream::of)
            .orElseGet(() -> path(environment));
    return places
        .map(place -> Files.isDirectory(place) ? place.resolve(NAME) : place)
        .filter(script -> Files.isRegularFile(script) && Files.isExecutable(script))
        .findFirst()
        .map(script -> new Maelstrom(script.toAbsolutePath()));
  }

  private static Stream<Path> path(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, NAME));
  }

  /** Starts {@code maelstrom test} with these flags. */
  public MaelstromRun test(List<String> flags) throws IOException {
    return MaelstromRun.start(new ProcessBuilder(command("test", flags)));
  }

  /** Runs {@code maelstrom serve}, the web page of all results, until it is interrupted. */
  public int serve(List<String> flags) throws IOException, InterruptedException {
    killAtExit();
    return new ProcessBuilder(command("serve", flags)).inheritIO().start().waitFor();
  }

  /**
   * Kills this process's children when it ends for any reason. Must be called before a child
   * starts, because this process may end in between.
   */
  static void killAtExit() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> ProcessHandle.current().children().forEach(Maelstrom::kill)));
  }

  /** Ends a process and its descendants. */
  static void kill(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroy();
  }

  private List<String> command(String name, List<String> flags) {
    List<String> command = new ArrayList<>(List.of(script.toString(), name));
    command.addAll(flags);
    return command;
  }
}
