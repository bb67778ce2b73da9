package dev.glomers.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top command; {@link Main} starts a node without it. */
@Command(
    name = "glomers",
    description = "Solutions to the Gossip Glomers distributed systems challenges.",
    synopsisSubcommandLabel = "<command>",
    subcommands = {
      NodeCommand.class,
      PartsCommand.class,
      SimulateCommand.class,
      MaelstromCommand.class,
      ServeCommand.class,
      CompletionCommand.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {"  glomers simulate all", "  glomers maelstrom 3d"})
final class Glomers {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;
}
