package dev.glomers.processes;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import dev.glomers.simulation.Packet;
import dev.glomers.simulation.ServerNode;
import dev.glomers.simulation.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node that is a process: a new one after each kill. */
final class ProcessNode extends ServerNode {
  /** How long a process's last lines may take to arrive after its end. */
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  /** How long a process may take to end once it has closed its stdout. */
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  /** The most bytes that may wait for a process that does not read. */
  private static final long MOST_WAITING = Runtime.getRuntime().maxMemory() / 8;

  private static final int MOST_SHOWN = 300;

  private final ProcessBuilder command;
  private final boolean loggingStderr;
  private final Duration patience;
  private @Nullable Child child;
  private boolean ready;

  /** Whether it was paused since its time to answer {@code init} began. */
  private boolean delayed;

  ProcessNode(
      String id, World world, ProcessBuilder command, boolean loggingStderr, Duration patience) {
    super(id, world);
    this.command = command;
    this.loggingStderr = loggingStderr;
    this.patience = patience;
  }

  @Override
  protected void begin() {
    Child former = child;
    Child born = new Child(id(), this::post, loggingStderr);
    child = born;
    ready = false;
    born.start(
        command,
        former,
        new Child.Listener() {
          @Override
          public void said(Message message) {
            if (isCurrent(born)) {
              ProcessNode.this.said(message);
            }
          }

          @Override
          public void ended() {
            after(LAST_WORDS, () -> gone(born));
          }

          @Override
          public void silent() {
            after(GOODBYE, () -> gone(born));
          }

          @Override
          public void failed(IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
    expectInit(born);
  }

  private boolean isCurrent(Child one) {
    return one == child && isAlive();
  }

  private void expectInit(Child of) {
    delayed = false;
    after(
        patience,
        () -> {
          if (isCurrent(of) && !ready) {
            if (delayed || isPaused()) {
              expectInit(of);
            } else {
              violate("no-init", "has not answered init within " + patience.toSeconds() + " s");
            }
          }
        });
  }

  @Override
  protected void initialised(@Nullable Throwable failure) {
    if (failure == null) {
      ready = true;
    } else {
      // Not thrown here, where the reply's future would catch it
      post(() -> violate("no-init", "has not accepted init: " + failure.getMessage()));
    }
  }

  @Override
  protected void refusedSetUp(Throwable failure) {
    violate("no-set-up", "has not accepted the first request: " + failure.getMessage());
  }

  @Override
  protected boolean isReady() {
    return ready || !isAlive() || isPaused();
  }

  private void gone(Child one) {
    if (isCurrent(one)) {
      violate(
          "ended",
          one.exitStatus()
              .map(s -> "ended by itself with exit status " + s)
              .orElse("closed its stdout"));
    }
  }

  private void violate(String kind, String words) {
    violates(kind, id() + " " + words + lastWords());
  }

  @Override
  protected String lastWords() {
    return child == null ? "" : child.lastWords();
  }

  @Override
  protected void end() {
    process().kill();
  }

  @Override
  protected void halt() {
    delayed = true;
    process().signal("STOP");
  }

  @Override
  protected void proceed() {
    process().signal("CONT");
  }

  @Override
  protected void close() {
    if (child != null) {
      child.kill();
    }
  }

  @Override
  protected void awaitEnd() {
    if (child != null) {
      child.await();
    }
  }

  private Child process() {
    return Objects.requireNonNull(child);
  }

  /** Clients do not reach a process before it has answered {@code init}, as in Maelstrom. */
  @Override
  public void receive(Packet packet) {
    if (!ready && packet.involvesClient() && !"init".equals(packet.message().type())) {
      return;
    }
    delivered(packet);
    byte[] head = ("{\"id\":" + packet.id() + ",").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(head);
    line.write(packet.line(), 1, packet.line().length - 1);
    line.write('\n');
    if (process().write(line.toByteArray()) > MOST_WAITING) {
      violate("deaf", "does not read its stdin: " + MOST_WAITING + " bytes wait there");
    }
  }

  private void said(Message message) {
    String rule = brokenRule(message);
    if (rule != null) {
      String line = new String(message.line(), StandardCharsets.UTF_8);
      String shown = line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
      violate(
          "not-a-message",
          "wrote a line that is not a message: " + StderrTail.text(shown) + "\n    " + rule);
    }
    String src = Objects.requireNonNull(message.src());
    String dest = Objects.requireNonNull(message.dest());
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    String head = "{\"src\":" + Json.of(src) + ",\"dest\":" + Json.of(dest) + ",\"body\":";
    line.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    line.write(message.line(), message.bodyOffset(), message.bodyLength());
    line.writeBytes(new byte[] {'}', '\n'});
    passOn(src, dest, line.toByteArray(), line.size());
  }

  /**
   * The rule that a message breaks; null if none. Between nodes any body is allowed. As in
   * Maelstrom, a node may pass on another's message.
   */
  private @Nullable String brokenRule(Message message) {
    String problem = message.problem();
    if (problem != null && !(problem.startsWith("body.") && Packet.isNode(message.dest()))) {
      return problem;
    } else if (!isKnown(Objects.requireNonNull(message.src()))) {
      return "src: no such node, client or service";
    } else if (!isKnown(Objects.requireNonNull(message.dest()))) {
      return "dest: no such node, client or service";
    }
    return null;
  }
}
