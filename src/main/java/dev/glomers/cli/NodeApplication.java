package dev.glomers.cli;

import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;

/** Runs this process as one node of a cluster until its input ends. */
@Dependent
class NodeApplication implements QuarkusApplication {
  @Override
  public int run(String... args) throws IOException {
    System.in.transferTo(System.out);
    return 0;
  }
}
