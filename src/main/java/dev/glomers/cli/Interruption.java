package dev.glomers.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns SIGINT and SIGTERM into an interruption of the thread that made it, so that what was found
 * can still be told. A second one ends the process as ever.
 */
final class Interruption implements AutoCloseable {
  private final Thread waiting = Thread.currentThread();
  private final Map<Signal, SignalHandler> before = new HashMap<>();

  Interruption() {
    for (String name : List.of("INT", "TERM")) {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, received -> interrupt()));
    }
  }

  private void interrupt() {
    close();
    waiting.interrupt();
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
