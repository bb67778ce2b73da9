package dev.glomers.cli;

import dev.glomers.maelstrom.Maelstrom;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the commands that need the real Maelstrom find it. */
final class MaelstromOption {
  @Option(
      names = "--maelstrom",
      paramLabel = "<file>",
      description =
          "Maelstrom's script or its directory (default: the variable MAELSTROM, then the path).")
  Optional<Path> given = Optional.empty();

  Maelstrom find() {
    return Maelstrom.find(given, System.getenv())
        .orElseThrow(
            () ->
                new Mistake(
                    "no Maelstrom: unpack release 0.2.4 from"
                        + " https://github.com/jepsen-io/maelstrom/releases/tag/v0.2.4 and give it"
                        + " by --maelstrom, by the variable MAELSTROM or on the path;"
                        + " glomers simulate needs none"));
  }
}
