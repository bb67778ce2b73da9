package dev.glomers.cli;

import dev.glomers.node.StdioNode;
import dev.glomers.part.Parts;
import dev.glomers.runtime.StorageException;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code glomers node <part>} goes straight to the node: picocli's model of the commands would slow
 * down every node's start. {@link Glomers} has the other commands.
 */
@QuarkusMain
public final class Main {
  static final int FAILURE = 2;

  /** The exit status of a node whose journal is unusable or no longer reliable. */
  static final int STORAGE_FAILURE = 3;

  public static void main(String... args) {
    // Figures and reports look the same everywhere
    Locale.setDefault(Locale.ROOT);
    // Quarkus sets it too, but JDK 25 needs it at an earlier exit
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    try {
      Parts parts = Parts.find();
      Optional<String> part = part(parts, args);
      if (part.isPresent()) {
        StdioNode.open();
        parts.select(part.get());
        Quarkus.run(NodeApplication.class, Main::exit, args);
      } else {
        parts.share();
        Quarkus.run(CommandApplication.class, Main::exit, args);
      }
    } catch (ExceptionInInitializerError | RuntimeException failure) {
      exit(FAILURE, failure);
    }
  }

  /** The part whose node to start, if the arguments are a valid node command. */
  private static Optional<String> part(Parts parts, String... args) {
    if (args.length == 2 && args[0].equals("node")) {
      return parts.named(args[1]);
    }
    return Arrays.equals(args, new String[] {"node"})
        ? profile().flatMap(parts::named)
        : Optional.empty();
  }

  /** Quarkus's profile, read before Quarkus starts, because the start depends on it. */
  private static Optional<String> profile() {
    String variable = System.getenv("QUARKUS_PROFILE");
    return Optional.ofNullable(System.getProperty("quarkus.profile", variable));
  }

  /** Quarkus's default handler ends the process, but in a test it only passes on the status. */
  private static void exit(int status, @Nullable Throwable failure) {
    int actual = status;
    if (failure != null) {
      Failure.report(failure);
      actual = failure instanceof StorageException ? STORAGE_FAILURE : FAILURE;
    }
    ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(actual, null);
  }
}
