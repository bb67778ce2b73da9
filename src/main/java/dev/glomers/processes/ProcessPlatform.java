package dev.glomers.processes;

import dev.glomers.simulation.Clock;
import dev.glomers.simulation.Faults;
import dev.glomers.simulation.Platform;
import dev.glomers.simulation.ServerNode;
import dev.glomers.simulation.World;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Nodes as processes of one program, on the real clock. For one run. */
public final class ProcessPlatform implements Platform, AutoCloseable {
  /** The directory of our own nodes' journals; each run has a new one. */
  private static final String DATA = "GLOMERS_DATA_DIR";

  /** The faults that are impossible for a foreign process. */
  private static final Set<String> IMPOSSIBLE =
      Set.of("clock", "slow-disk", "failing-sync", "full-disk", "damaged-record");

  private final List<String> command;
  private final boolean loggingStderr;
  private final Duration patience;
  private final Path data;

  /**
   * Processes with as much time for {@code init} as in Maelstrom.
   *
   * @param program the program to start
   * @param arguments its command line
   * @param loggingStderr whether to pass on the nodes' stderr
   */
  public ProcessPlatform(Path program, List<String> arguments, boolean loggingStderr)
      throws IOException {
    this(program, arguments, loggingStderr, Duration.ofSeconds(10));
  }

  /**
   * @param patience how long a process may take to answer {@code init}
   */
  ProcessPlatform(Path program, List<String> arguments, boolean loggingStderr, Duration patience)
      throws IOException {
    this.command = new ArrayList<>(List.of(program.toRealPath().toString()));
    this.command.addAll(arguments);
    this.loggingStderr = loggingStderr;
    this.patience = patience;
    this.data = Files.createTempDirectory("glomers-test");
  }

  @Override
  public Clock clock() {
    return Clock.real();
  }

  @Override
  public ServerNode node(String id, World world, SplittableRandom random) {
    return new ProcessNode(id, world, builder(), loggingStderr, patience);
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(new File(System.getProperty("java.io.tmpdir")));
    builder.environment().putIfAbsent(DATA, data.toString());
    return builder;
  }

  @Override
  public List<String> faults() {
    return Faults.names().stream().filter(name -> !IMPOSSIBLE.contains(name)).toList();
  }

  /** Removes the nodes' journals, and whatever else they keep there. */
  @Override
  public void close() {
    if (!Files.exists(data)) {
      return;
    }
    try (Stream<Path> files = Files.walk(data)) {
      // What is in a directory comes after it
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
