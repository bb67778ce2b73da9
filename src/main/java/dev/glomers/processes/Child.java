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
 * A process and the threads at its pipes. Only these threads wait for the process, so it can hold
 * up nothing else.
 */
final class Child {
  private static final int LONGEST_LINE = 1 << 26;

  /** A line counts once per this many bytes. */
  private static final int LIGHT_LINE = 1 << 17;

  /** How many lines may wait for the world's thread. */
  private static final int MOST_LINES = 1000;

  private static final byte[] END = {};

  /** Sending a signal takes time; signals are sent in the order of the calls. */
  private static final Executor SIGNALS =
      Executors.newSingleThreadExecutor(task -> thread("signals", task));

  /** Held while a process is started, so that none starts after the end. */
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

  /** Is called on the world's thread when a process does something. */
  interface Listener {
    /** The process has written a line, with any content. */
    void said(Message message);

    /** Its stdout has ended. */
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

  /** A line without its line end, cut off if it is too long; null at the end. */
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

  /** Sends it a line, with its line end; returns how many bytes it has not read yet. */
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
      // The process has ended or closed its stdin, so nothing reads the line.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal, such as {@code STOP}, to the process and its descendants. */
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

  /** Ends the process and its descendants. */
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

  /** The exit status; empty if the process has not ended. */
  Optional<Integer> exitStatus() {
    Process started = process.getNow(null);
    return started == null || started.isAlive()
        ? Optional.empty()
        : Optional.of(started.exitValue());
  }

  /** The end of its stderr, in words. */
  String lastWords() {
    return stderr.toString();
  }
}
