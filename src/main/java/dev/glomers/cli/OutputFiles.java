package dev.glomers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files to which a run can be written. */
final class OutputFiles {
  @Option(
      names = "--trace",
      paramLabel = "<file>",
      description =
          "Write every message, operation and fault of the first failed seed, or else the first"
              + " seed, as JSON lines. Several tests get several files, as with --report.")
  @Nullable Path trace;

  @Option(
      names = "--report",
      paramLabel = "<file>",
      description =
          "Write an HTML page that shows the first failed seed, or else the first seed. If there"
              + " are several tests, each gets a page, with the test's name added to the file's.")
  @Nullable Path report;

  @Option(
      names = "--history",
      paramLabel = "<file>",
      description =
          "Write the clients' history in EDN, as Jepsen stores it, for Elle, Knossos and Jepsen's"
              + " checkers. The seed, and the files of several tests, are as with --report.")
  @Nullable Path history;

  private boolean failed;

  /** Whether writing a requested file failed. */
  boolean failed() {
    return failed;
  }

  /** Checks the directories, before a long run whose result could not be written. */
  void requireDirectories() {
    for (Path file : new Path[] {trace, report, history}) {
      if (file != null) {
        Path directory = file.toAbsolutePath().resolveSibling("");
        Mistake.unless(Files.isDirectory(directory), "no directory " + directory);
        Mistake.unless(file.getFileName() != null, "no file " + file);
      }
    }
  }

  /**
   * Writes a requested file. If that fails, the verdict is still printed.
   *
   * @param asked one of the options above
   * @param suffix added to the file's name, before its ending
   */
  void write(@Nullable Path asked, String suffix, Consumer<PrintWriter> content) {
    if (asked != null) {
      String name = asked.getFileName().toString().replaceFirst("(\\.[^.]*)?$", suffix + "$1");
      Path file = asked.resolveSibling(name);
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
        content.accept(out);
        if (out.checkError()) {
          throw new IOException("it was not written completely");
        }
      } catch (IOException e) {
        System.err.println("glomers: cannot write " + file + ": " + e);
        failed = true;
      }
    }
  }
}
