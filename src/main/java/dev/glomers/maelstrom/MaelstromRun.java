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

/** A test that Maelstrom is running; follows it by what it logs. */
public final class MaelstromRun {
  private static final Path LATEST = Path.of("store", "latest");
  private static final int REMEMBERED_LINES = 12;

  /** How far a test is. */
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
      // Its output ended with it.
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
    // Shapes that isolate nobody are logged as an empty map.
    if (line.contains(":nemesis") && line.contains("[:isolated {\"")) {
      partitions++;
    }
  }

  public Phase phase() {
    return phase;
  }

  /** Waits for the end of the test; true if it has come. */
  public boolean await(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    follower.join();
    return true;
  }

  /** What came of a test that has ended; empty if it never came to a result. */
  public Optional<MaelstromResults> results() throws IOException {
    Optional<Path> store = latest().filter(latest -> !previous.equals(Optional.of(latest)));
    if (store.isEmpty() || !Files.exists(store.get().resolve("results.edn"))) {
      return Optional.empty();
    }
    return Optional.of(MaelstromResults.read(store.get(), partitions));
  }

  /** The end of what Maelstrom said. */
  public List<String> lastLines() {
    return List.copyOf(lastLines);
  }

  /** Ends the test, and its nodes with it. */
  public void kill() {
    Maelstrom.kill(process.toHandle());
  }
}
