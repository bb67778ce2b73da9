package dev.glomers.cli;

import dev.glomers.runtime.StorageException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Prints on stderr why a command failed: a user's mistake in one line, a bug in full. */
final class Failure {
  private Failure() {}

  static void report(Throwable failure) {
    String mistake = mistake(failure);
    if (mistake != null) {
      System.err.println("glomers: " + mistake.replaceAll("\\s+", " "));
    } else {
      failure.printStackTrace();
    }
  }

  static @Nullable String mistake(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigValidationException invalid) {
        return IntStream.range(0, invalid.getProblemCount())
            .mapToObj(i -> withoutClassAndNumber(invalid.getProblem(i).getMessage()))
            .collect(Collectors.joining("; "));
      }
      String message = cause.getMessage();
      if (cause instanceof IOException) {
        return cause.toString();
      }
      if (cause instanceof Mistake
          || cause instanceof StorageException
          || cause instanceof ConfigurationException
          || namesAProperty(message)) {
        return message;
      }
    }
    return null;
  }

  /** Our own checks of the configuration start with the name of the property or variable. */
  private static boolean namesAProperty(@Nullable String message) {
    return message != null && message.matches("(?is)glomers[._].*");
  }

  private static String withoutClassAndNumber(String problem) {
    return problem.replaceAll("[\\w.]+Exception: |SRCFG\\d+: ", "");
  }
}
