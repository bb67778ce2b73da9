package dev.glomers.node;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Node;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The node on stdin and stdout, running the challenge that the configuration names. */
@Singleton
public final class StdioNode {
  private static final int LONGEST_LINE = 1 << 26;

  // Static, because reading begins before Quarkus creates the instance.
  private static @Nullable LineQueue stdin;

  private final NodeConfig config;
  private final Instance<Challenge> challenges;
  private final Node node;
  private final RealScheduler scheduler;
  private final LineWriter writer;

  @Inject
  StdioNode(
      NodeConfig config,
      @Any Instance<Challenge> challenges,
      Node node,
      RealScheduler scheduler,
      LineWriter writer) {
    this.config = config;
    this.challenges = challenges;
    this.node = node;
    this.scheduler = scheduler;
    this.writer = writer;
  }

  /**
   * Starts logging and reading on a second core, since they need not wait for the container. The
   * container would spend a good part of its start on logging; and {@code init} is decoded by then.
   */
  public static void open() {
    // stdout carries only messages, wherever other code would print or log
    System.setOut(System.err);
    // Quarkus sets this too, but perhaps later than logging needs it.
    System.setProperty("logging.initial-configurator.min-level", "WARNING");
    LineQueue lines =
        new LineQueue(
            new LineReader(new FileInputStream(FileDescriptor.in), LONGEST_LINE),
            System.err::println);
    stdin = lines;
    EventLoop.start(
        "reader",
        () -> {
          Logger.getLogger(StdioNode.class);
          lines.read();
        });
  }

  /**
   * Runs until the input ends or the output is closed.
   *
   * @throws NoSuchElementException if no challenge has the configured name
   */
  public void run() {
    Instance<Challenge> named = challenges.select(NamedLiteral.of(config.challenge()));
    if (!named.isResolvable()) {
      throw new NoSuchElementException("glomers.challenge: no challenge " + config.challenge());
    }
    node.host(named.get());
    LineQueue inbox = Objects.requireNonNull(stdin, "not opened");
    new EventLoop(node, scheduler, inbox, writer, System.err::println).run(config.drainTimeout());
  }
}
