package dev.glomers.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns SIGINT and SIGTERM into an interruption of the thread that made it, so that what was found
 * can still be told. A second one ends the process as ever.
 */
final class Interruption implements AutoCloseable {
  private final Thread waiting = Thread.currentThread();
  private final List<Runnable> undo = new ArrayList<>();

  @SuppressWarnings("sunapi") // The JDK has nothing else for it
  Interruption() {
    for (String name : List.of("INT", "TERM")) {
      var signal = new sun.misc.Signal(name);
      try {
        var before = sun.misc.Signal.handle(signal, received -> interrupt());
        undo.add(() -> sun.misc.Signal.handle(signal, before));
      } catch (IllegalArgumentException e) {
        // With -Xrs the JVM leaves them to the system
      }
    }
  }

  private void interrupt() {
    close();
    waiting.interrupt();
  }

  @Override
  public void close() {
    undo.forEach(Runnable::run);
  }
}
