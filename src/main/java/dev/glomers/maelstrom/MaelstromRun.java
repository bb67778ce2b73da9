package dev.glomers.maelstrom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A test that Maelstrom is running; follows its progress in its log. */
public final class MaelstromRun {
  private static final Path LATEST = Path.of("store", "latest");
  private static final int REMEMBERED_LINES = 12;

  /** The progress of a test. */
  public enum Phase {
    STARTING("jepsen.cli"),
    RUNNING("Relative time begins now"),
    RECOVERING("Waiting for recovery..."),
    ANALYSING("Run complete, writing");

    private final String logged;

    Phase(String logged) {
      this.logged = logged;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Process process;
  private final Optional<Path> previous;
  private final Thread follower = new Thread(this::follow, "maelstrom");
  private final Queue<String> lastLines = new ArrayDeque<>();
  private volatile Phase phase = Phase.STARTING;
  private int partitions;

  private MaelstromRun(Process process, Optional<Path> previous) {
    this.process = process;
    this.previous = previous;
    follower.setDaemon(true);
    follower.start();
  }

  static MaelstromRun start(ProcessBuilder builder) throws IOException {
    Optional<Path> previous = latest();
    Maelstrom.killAtExit();
    return new MaelstromRun(builder.redirectErrorStream(true).start(), previous);
  }

  private static Optional<Path> latest() {
    try {
      return Files.exists(LATEST) ? Optional.of(LATEST.toRealPath()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void follow() {
    try (var output = process.inputReader()) {
      output.lines().forEach(this::follow);
    } catch (UncheckedIOException | IOException e) {
      // The output ended with the process.
    }
  }

  private void follow(String line) {
    if (lastLines.size() == REMEMBERED_LINES) {
      lastLines.remove();
    }
    lastLines.add(line);
    Phase[] phases = Phase.values();
    int next = phase.ordinal() + 1;
    for (int i = next; i < phases.length; i++) {
      if (line.endsWith(phases[i].logged)) {
        phase = phases[i];
      }
    }
    // Partitions that isolate no node are logged as an empty map.
    if (line.contains(":nemesis") && line.contains("[:isolated {\"")) {
      partitions++;
    }
  }

  public Phase phase() {
    return phase;
  }

  /** Waits for the end of the test; false if the time runs out before. */
  public boolean await(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    follower.join();
    return true;
  }

  /** The results of a test that has ended; empty if it has none. */
  public Optional<MaelstromResults> results() throws IOException {
    Optional<Path> store = latest().filter(latest -> !previous.equals(Optional.of(latest)));
    if (store.isEmpty() || !Files.exists(store.get().resolve("results.edn"))) {
      return Optional.empty();
    }
    return Optional.of(MaelstromResults.read(store.get(), partitions));
  }

  /** The last lines of Maelstrom's output. */
  public List<String> lastLines() {
    return List.copyOf(lastLines);
  }

  /** Ends the test and its nodes. */
  public void kill() {
    Maelstrom.kill(process.toHandle());
  }
}
