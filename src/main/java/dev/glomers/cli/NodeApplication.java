package dev.glomers.cli;

import dev.glomers.node.StdioNode;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;

/** Runs this process as one node of a cluster until its input ends. */
@Dependent
class NodeApplication implements QuarkusApplication {
  private final StdioNode node;

  NodeApplication(StdioNode node) {
    this.node = node;
  }

  @Override
  public int run(String... args) {
    node.run();
    return 0;
  }
}
