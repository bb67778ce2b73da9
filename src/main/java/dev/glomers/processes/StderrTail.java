package dev.glomers.processes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** The end of a process's stderr. */
public final class StderrTail {
  private static final int REMEMBERED_LINES = 10;

  private final String id;
  private final boolean passingOn;
  private final Deque<String> lines = new ArrayDeque<>();

  /**
   * @param passingOn whether each line also goes to our own stderr, after the node's name
   */
  StderrTail(String id, boolean passingOn) {
    this.id = id;
    this.passingOn = passingOn;
  }

  /** Reads until the end. Needs its own thread. */
  void read(InputStream in) {
    try (InputStream buffered = new BufferedInputStream(in)) {
      for (byte[] line = Child.line(buffered); line != null; line = Child.line(buffered)) {
        add(text(new String(line, StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      // It ended with its process.
    }
  }

  private synchronized void add(String line) {
    if (passingOn) {
      System.err.println(id + ": " + line);
    }
    if (lines.size() == REMEMBERED_LINES) {
      lines.remove();
    }
    lines.add(line);
  }

  /** In words that continue a sentence. */
  @Override
  public synchronized String toString() {
    return lines.isEmpty()
        ? "; it has written nothing to stderr"
        : lines.stream()
            .collect(Collectors.joining("\n    ", "; the end of its stderr:\n    ", ""));
  }

  /** Text that is safe to print: characters that would move a terminal's cursor are replaced. */
  public static String text(String any) {
    return any.replaceAll("[\\p{Cntrl}\\x80-\\x9f&&[^\\t]]", "?");
  }
}
