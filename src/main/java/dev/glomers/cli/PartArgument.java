package dev.glomers.cli;

import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The part, or all of them, that a command is to test. */
final class PartArgument {
  @Parameters(
      index = "0",
      paramLabel = "<part|all>",
      completionCandidates = PartNames.class,
      description = "Such as 3d-broadcast or 3d; all for one after the other.")
  String part;

  boolean isAll() {
    return part.equals("all");
  }

  /** The parts that are meant, of these. */
  List<Part> among(Parts parts) {
    List<Part> chosen = parts.matching(part);
    if (chosen.isEmpty()) {
      throw new Mistake("no part " + part + ", only " + String.join(" ", parts.names()));
    }
    return chosen;
  }
}
