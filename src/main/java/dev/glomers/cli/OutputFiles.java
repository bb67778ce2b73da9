package dev.glomers.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a run can be written to. */
final class OutputFiles {
  @Option(
      names = "--trace",
      paramLabel = "<file>",
      description =
          "Write every message, operation and fault of the first failed seed, or else the first"
              + " seed, as JSON lines; of several tests as with --report.")
  @Nullable Path trace;

  @Option(
      names = "--report",
      paramLabel = "<file>",
      description =
          "Write an HTML page that shows the first failed seed, or else the first seed. Of several"
              + " tests each has a page of its own, with its name added to the file's.")
  @Nullable Path report;

  @Option(
      names = "--history",
      paramLabel = "<file>",
      description =
          "Write what the clients did as Jepsen keeps it of Maelstrom's, in EDN, for Elle, Knossos and"
              + " Jepsen's checkers; of which seed, and of several tests, as with --report.")
  @Nullable Path history;

  private boolean failed;

  /** Whether a file that was asked for could not be written. */
  boolean failed() {
    return failed;
  }

  /** Call it before a long run, whose result could not be written. */
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
   * Writes a file that was asked for. If that fails, the verdict is told all the same.
   *
   * @param asked one of the above
   * @param suffix added to the file's name, before its ending
   */
  void write(@Nullable Path asked, String suffix, Consumer<PrintWriter> content) {
    if (asked != null) {
      String name = asked.getFileName().toString().replaceFirst("(\\.[^.]*)?$", suffix + "$1");
      Path file = asked.resolveSibling(name);
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
        content.accept(out);
        if (out.checkError()) {
          throw new IOException("it does not take all");
        }
      } catch (IOException e) {
        System.err.println("glomers: cannot write " + file + ": " + e);
        failed = true;
      }
    }
  }
}
