package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.simulation.Intervention;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.watch.Discovery;
import dev.glomers.watch.PageTrace;
import dev.glomers.watch.WatchServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Everything that determines a watched run. The page's address has the options too, by the same
 * names.
 */
@Command(name = "glomers watch")
final class WatchSetting {
  @Mixin PartArgument part;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "The seed (default: ${DEFAULT-VALUE}).")
  long seed;

  @Mixin TestOptions testOptions;

  @Option(
      names = "--do",
      paramLabel = "<what>",
      description =
          "An intervention, as in the page's address, such as '2.5 kill n1'. Verbs: kill, start,"
              + " pause, resume, cut, mend, lose, ask.")
  List<String> done = new ArrayList<>();

  @Option(names = "--at", paramLabel = "<s>", description = "The moment that the page shows first.")
  @Nullable String at;

  /** The setting in an address; the part is one of its names. */
  static WatchSetting of(List<Map.Entry<String, String>> address) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, String> each : address) {
      words.add(
          each.getKey().equals("part")
              ? each.getValue()
              : "--" + each.getKey() + "=" + each.getValue());
    }
    WatchSetting setting = new WatchSetting();
    new CommandLine(setting).parseArgs(words.toArray(String[]::new));
    return setting;
  }

  /** The part; there can be only one. */
  Part part() {
    List<Part> parts = part.among(Parts.find());
    Mistake.unless(parts.size() == 1, "one part can be watched at a time");
    return parts.get(0);
  }

  private OfficialTest test() {
    return testOptions.changed(part().tests().get(0));
  }

  /** The simulation to watch. */
  Simulation simulation() {
    Simulation simulation = testOptions.changed(Simulation.of(part(), test()));
    try {
      return simulation.with(done.stream().map(Intervention::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new Mistake("--do: " + e.getMessage());
    }
  }

  /** The run of an address. */
  static WatchServer.Telling telling(List<Map.Entry<String, String>> address) {
    WatchSetting setting = of(address);
    Simulation simulation = setting.simulation();
    return (from, page) -> setting.tell(simulation, new PageTrace(from, page));
  }

  /** Runs the simulation and sends the page its events, then what the checker found, and when. */
  private void tell(Simulation simulation, PageTrace page) {
    page.setting(part(), simulation.test(), false);
    Run run = simulation.run(seed, page);
    page.ended(run);
    Discovery.of(simulation, run, page::isHeard).forEach(page::found);
  }
}
