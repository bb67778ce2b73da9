package dev.glomers.cli;

import dev.glomers.part.Parts;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code glomers node <part>} goes straight to the node: picocli's model of the commands would cost
 * every node of a cluster its start-up time. The other commands are {@link Glomers}'s.
 */
@QuarkusMain
public final class Main {
  static final int FAILURE = 2;

  public static void main(String... args) {
    try {
      if (args.length > 0 && args[0].equals("node")) {
        node(args);
      } else {
        Parts.find().share();
        Quarkus.run(CommandApplication.class, Main::exit, args);
      }
    } catch (ExceptionInInitializerError failure) {
      exit(FAILURE, failure);
    }
  }

  private static void node(String... args) {
    Parts parts = Parts.find();
    Optional<String> part = args.length == 2 ? parts.named(args[1]) : Optional.empty();
    if (part.isPresent()) {
      parts.select(part.get());
      Quarkus.run(NodeApplication.class, Main::exit, args);
    } else {
      System.err.println("usage: glomers node <part>, one of " + String.join(" ", parts.names()));
      exit(FAILURE, null);
    }
  }

  /** Quarkus's default handler ends the process, or in a test only hands over the status. */
  private static void exit(int status, @Nullable Throwable failure) {
    if (failure != null) {
      Failure.report(failure);
    }
    ApplicationLifecycleManager.getDefaultExitCodeHandler()
        .accept(failure == null ? status : FAILURE, null);
  }
}
