package dev.glomers.cli;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.Signals;

/**
 * Turns SIGINT and SIGTERM into an interruption of the thread that created this object, so that the
 * results so far are still printed. A second signal ends the process as usual.
 */
final class Interruption implements AutoCloseable {
  private final Thread waiting = Thread.currentThread();
  private final List<Runnable> undo = new ArrayList<>();

  Interruption() {
    for (String name : List.of("INT", "TERM")) {
      // Has no effect if the JVM leaves signals to the system, as with -Xrs
      Object before = Signals.register(name, this::interrupt);
      undo.add(() -> Signals.unregister(name, before));
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
