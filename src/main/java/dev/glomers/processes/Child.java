package dev.glomers.processes;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process and the threads at its pipes. Nothing here waits for the process but these, so it may
 * do what it likes.
 */
final class Child {
  private static final int LONGEST_LINE = 1 << 26;

  /** A line counts once for so many bytes of it. */
  private static final int LIGHT_LINE = 1 << 17;

  /** How many lines may wait for the world. */
  private static final int MOST_LINES = 1000;

  private static final byte[] END = {};

  /** Signals take their time; they go out in the order in which they were asked for. */
  private static final Executor SIGNALS =
      Executors.newSingleThreadExecutor(task -> thread("signals", task));

  /** Held while a process is started, so that none is after the end. */
  private static final Object STARTING = new Object();

  private static boolean over;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Child::killAll));
  }

  private final String id;
  private final Executor world;
  private final CompletableFuture<Process> process = new CompletableFuture<>();
  private final BlockingQueue<byte[]> stdin = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final Semaphore lines = new Semaphore(MOST_LINES);
  private final StderrTail stderr;

  /** Is told, on the thread of the world, what a process does. */
  interface Listener {
    /** It has written a line, which may be any. */
    void said(Message message);

    /** Its stdout is at its end. */
    void silent();

    /** It has ended. */
    void ended();

    /** It could not be started. */
    void failed(IOException failure);
  }

  /**
   * @param world runs what it is given on the world's thread
   */
  Child(String id, Executor world, boolean loggingStderr) {
    this.id = id;
    this.world = world;
    this.stderr = new StderrTail(id, loggingStderr);
  }

  /** Starts the process, once its predecessor has ended. */
  void start(ProcessBuilder command, @Nullable Child predecessor, Listener listener) {
    thread(
            id + " stdin",
            () -> {
              if (predecessor != null) {
                predecessor.await();
              }
              try {
                Process started = start(command);
                thread(id + " stderr", () -> stderr.read(started.getErrorStream())).start();
                thread(id + " stdout", () -> read(started.getInputStream(), listener)).start();
                started.onExit().thenRun(() -> world.execute(listener::ended));
                process.complete(started);
                write(started.getOutputStream());
              } catch (IOException e) {
                process.cancel(false);
                world.execute(() -> listener.failed(e));
              }
            })
        .start();
  }

  private static Process start(ProcessBuilder command) throws IOException {
    synchronized (STARTING) {
      if (over) {
        throw new IOException("the end has come");
      }
      return command.start();
    }
  }

  private static void killAll() {
    synchronized (STARTING) {
      over = true;
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  private void read(InputStream stdout, Listener listener) {
    try (InputStream in = new BufferedInputStream(stdout)) {
      for (byte[] line = line(in); line != null; line = line(in)) {
        Message message = Codec.decodeClosed(line);
        int weight = 1 + line.length / LIGHT_LINE;
        lines.acquire(weight);
        world.execute(
            () -> {
              lines.release(weight);
              listener.said(message);
            });
      }
    } catch (IOException e) {
      // Its end, too
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    world.execute(listener::silent);
  }

  /** A line without its line end; null at the end. Of one that is too long the beginning. */
  static byte @Nullable [] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < LONGEST_LINE) {
        line.write(next);
      }
    }
    return line.toByteArray();
  }

  /** Hands it a line, with its line end; returns how many bytes wait for it to read them. */
  long write(byte[] line) {
    stdin.add(line);
    return waiting.addAndGet(line.length);
  }

  private void write(OutputStream pipe) {
    try (OutputStream out = new BufferedOutputStream(pipe)) {
      for (byte[] line = stdin.take(); line != END; line = stdin.take()) {
        out.write(line);
        if (stdin.isEmpty()) {
          out.flush();
        }
        waiting.addAndGet(-line.length);
      }
    } catch (IOException e) {
      // Nobody reads it: the process has ended, or will never hear anything any more.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal, such as {@code STOP}, to the process and those that it has started. */
  void signal(String name) {
    process.thenAcceptAsync(
        started -> {
          String all =
              family(started)
                  .map(one -> String.valueOf(one.pid()))
                  .collect(Collectors.joining(" "));
          try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + all).start().waitFor();
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        SIGNALS);
  }

  /** Ends the process and those that it has started. */
  void kill() {
    stdin.add(END);
    // Not the process's own method, which would wait for the pipes
    process.thenAcceptAsync(
        started -> family(started).toList().forEach(ProcessHandle::destroyForcibly), SIGNALS);
  }

  private static Stream<ProcessHandle> family(Process process) {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
  }

  /** Waits for the end of a process that was killed. */
  void await() {
    process
        .thenCompose(Process::onExit)
        .orTimeout(5, TimeUnit.SECONDS)
        .handle((ended, failure) -> true)
        .join();
  }

  /** How the process has ended; empty if it has not. */
  Optional<Integer> exitStatus() {
    Process started = process.getNow(null);
    return started == null || started.isAlive()
        ? Optional.empty()
        : Optional.of(started.exitValue());
  }

  /** The end of what it said on stderr, in words. */
  String lastWords() {
    return stderr.toString();
  }
}
