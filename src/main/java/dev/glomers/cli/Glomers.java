package dev.glomers.cli;

import dev.glomers.part.Version;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top command. {@link Main} starts a node without it. */
@TopCommand
@Command(
    name = "glomers",
    description = "Solutions to the Gossip Glomers distributed systems challenges.",
    versionProvider = Glomers.class,
    synopsisSubcommandLabel = "<command>",
    subcommands = {
      NodeCommand.class,
      PartsCommand.class,
      SimulateCommand.class,
      MergeCommand.class,
      WatchCommand.class,
      TestCommand.class,
      MaelstromCommand.class,
      ServeCommand.class,
      CompletionCommand.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers simulate all",
      "  glomers watch 3c",
      "  glomers test -w echo --bin ./my-node",
      "  glomers maelstrom 3d"
    })
final class Glomers implements IVersionProvider {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and its commit.")
  boolean version;

  @Override
  public String[] getVersion() {
    return new String[] {"glomers " + Version.text()};
  }
}
