package dev.glomers.cli;

import dev.glomers.part.Parts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains how to start a node. If the arguments are valid, {@link Main} has already done it. */
@Command(
    name = "node",
    description =
        "Run one node of a cluster on stdin and stdout, until its input ends. Maelstrom runs it"
            + " through target/nodes/<part>.",
    footerHeading = "%nExample:%n",
    footer = "  maelstrom test -w echo --bin target/nodes/1-echo --node-count 1")
final class NodeCommand implements Runnable {
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "<part>",
      completionCandidates = PartNames.class,
      description = "Such as 3d-broadcast or 3d (default: QUARKUS_PROFILE, if it is set).")
  String part;

  @Override
  public void run() {
    String parts = String.join(" ", Parts.find().names());
    throw new ParameterException(spec.commandLine(), "no part " + part + ", only " + parts);
  }
}
