package dev.glomers.node;

import jakarta.inject.Singleton;
import java.util.function.Consumer;

/**
 * One line on stderr for each thing that went wrong. Maelstrom keeps it in a file for each node.
 */
@Singleton
final class StderrLog implements Consumer<String> {
  @Override
  public void accept(String line) {
    System.err.println(line);
  }
}
