package dev.glomers.cli;

import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The part, or all parts, to test. */
final class PartArgument {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "<part|all>",
      completionCandidates = PartNames.class,
      description = "Such as 3d-broadcast or 3d; all runs each in turn.")
  @Nullable String part;

  boolean isAll() {
    return "all".equals(part);
  }

  /** The selected parts. */
  List<Part> among(Parts parts) {
    if (part == null) {
      throw new Mistake("which part? One of " + String.join(" ", parts.names()) + ", or all");
    }
    List<Part> chosen = parts.matching(part);
    if (chosen.isEmpty()) {
      throw new Mistake("no part " + part + ", only " + String.join(" ", parts.names()));
    }
    return chosen;
  }
}
