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

  // Quarkus makes the instance, so what was begun before its start cannot be handed to it.
  private static @Nullable LineQueue stdin;

  private final NodeConfig config;
  private final Instance<Challenge> challenges;
  private final Node node;
  private final RealScheduler scheduler;
  private final LineWriter writer;
  private final StderrLog log;

  @Inject
  StdioNode(
      NodeConfig config,
      @Any Instance<Challenge> challenges,
      Node node,
      RealScheduler scheduler,
      LineWriter writer,
      StderrLog log) {
    this.config = config;
    this.challenges = challenges;
    this.node = node;
    this.scheduler = scheduler;
    this.writer = writer;
    this.log = log;
  }

  /**
   * Begins what need not wait for the container, on a second core: logging, for which the container
   * would wait a good part of its start, and reading, so that {@code init} is decoded by then.
   */
  public static void open() {
    // stdout carries messages alone, wherever somebody else would print or log
    System.setOut(System.err);
    // Quarkus sets it too, but perhaps later than logging needs it.
    System.setProperty("logging.initial-configurator.min-level", "WARNING");
    LineQueue lines =
        new LineQueue(
            new LineReader(new FileInputStream(FileDescriptor.in), LONGEST_LINE), new StderrLog());
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
   * @throws NoSuchElementException if there is no challenge of the configured name
   */
  public void run() {
    Instance<Challenge> named = challenges.select(NamedLiteral.of(config.challenge()));
    if (!named.isResolvable()) {
      throw new NoSuchElementException("glomers.challenge: no challenge " + config.challenge());
    }
    node.host(named.get());
    LineQueue inbox = Objects.requireNonNull(stdin, "not opened");
    new EventLoop(node, scheduler, inbox, writer, log).run(config.drainTimeout());
  }
}
