package dev.glomers.cli;

import dev.glomers.part.Figures;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * All that makes a run that is watched. The options stand in the page's address too, by the same
 * names.
 */
@Command
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
          "Something done by hand, as the page has it, such as '2.5 kill n1'. Verbs: kill, start,"
              + " pause, resume, cut, mend, lose, ask.")
  List<String> done = new ArrayList<>();

  @Option(names = "--at", paramLabel = "<s>", description = "The moment that the page shows first.")
  @Nullable String at;

  /** The setting that an address has, of which the part is one of the names. */
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

  /** The part, of which there can be one. */
  Part part() {
    List<Part> parts = part.among(Parts.find());
    Mistake.unless(parts.size() == 1, "one part can be watched at a time");
    return parts.get(0);
  }

  private OfficialTest test() {
    return testOptions.changed(part().tests().get(0));
  }

  /** What is watched. */
  Simulation simulation() {
    Simulation simulation = testOptions.changed(Simulation.of(part(), test()));
    if (!done.isEmpty()) {
      simulation = simulation.with(done.stream().map(Intervention::parse).toList());
    }
    return simulation;
  }

  /** The run that an address stands for. */
  static WatchServer.Telling telling(List<Map.Entry<String, String>> address) {
    WatchSetting setting = of(address);
    Simulation simulation = setting.simulation();
    return page -> setting.tell(simulation, page);
  }

  /** Runs it and tells a page what happens, and at last what the checker found, and when. */
  private void tell(Simulation simulation, PageTrace page) {
    OfficialTest test = simulation.test();
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("part", part().name());
    words.put("nodes", test.nodeCount());
    words.put("rate", Figures.text(OptionalDouble.of(test.rate())));
    words.put("latency", test.latency() + " ms, " + test.latencyDist());
    words.put("nemesis", test.nemesis());
    words.put("environment", part().overridden());
    page.setting(words);
    Run run = simulation.run(seed, page);
    page.ended(run);
    Discovery.of(simulation, run).forEach(page::found);
  }
}
