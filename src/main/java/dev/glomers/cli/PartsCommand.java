package dev.glomers.cli;

import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the parts, each with the challenge that solves it. */
@Command(
    name = "parts",
    description = "List the parts and the challenge that each configures.",
    footerHeading = "%nExample:%n",
    footer = "  glomers parts")
final class PartsCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (Part part : Parts.find().matching("all")) {
      out.printf("%-14s %s%n", part, part.challenge());
    }
    out.flush();
  }
}
