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

/** The node on stdin and stdout, running the challenge that the configuration names. */
@Singleton
public final class StdioNode {
  private static final int LONGEST_LINE = 1 << 26;

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
    LineReader reader = new LineReader(new FileInputStream(FileDescriptor.in), LONGEST_LINE);
    new EventLoop(node, scheduler, reader, writer, log).run(config.drainTimeout());
  }
}
