package dev.glomers.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top command; {@link Main} keeps {@code node} for itself. */
@Command(
    name = "glomers",
    description = "Solutions to the Gossip Glomers distributed systems challenges.",
    synopsisSubcommandLabel = "<command>",
    subcommands = {
      PartsCommand.class,
      SimulateCommand.class,
      MaelstromCommand.class,
      ServeCommand.class,
      CompletionCommand.class,
    },
    footer = {
      "%nglomers node <part> runs one node on stdin and stdout: Maelstrom starts it.",
      "%nExamples:%n  glomers simulate 3d%n  glomers maelstrom 3d",
    })
final class Glomers {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;
}
