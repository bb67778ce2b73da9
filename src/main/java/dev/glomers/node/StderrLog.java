package dev.glomers.node;

import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Writes one line to stderr for each problem. Maelstrom keeps each node's stderr in a file. */
@Singleton
final class StderrLog implements Consumer<String> {
  @Override
  public void accept(String line) {
    System.err.println(line);
  }
}
