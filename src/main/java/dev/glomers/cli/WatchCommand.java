package dev.glomers.cli;

import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.watch.Discovery;
import dev.glomers.watch.WatchServer;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a simulated cluster at work. */
@Command(
    name = "watch",
    description =
        "Serve a page, to this machine only, that shows a part's nodes at work in the simulation:"
            + " step by step, at any speed, back to any moment. Kill nodes and cut links by a click."
            + " The address contains everything that you did. Ends with Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers watch 3c",
      "  glomers watch 3d --nemesis kill --seed 7",
      "  glomers watch 4 --do '3.5 kill n0' --do '4 cut n1 n2' --at 3.4",
      "  glomers watch 'http://127.0.0.1:1234/.../#part=3c-broadcast&seed=7'",
    })
final class WatchCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin WatchSetting setting;

  @Option(
      names = "--replay",
      paramLabel = "<file>",
      description =
          "Show a failure that glomers simulate has shrunk and saved, at the moment when it is"
              + " found.")
  @Nullable Path replay;

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "<n>",
      description = "The port to listen on (default: any free port).")
  int port;

  @Override
  public Integer call() {
    List<Map.Entry<String, String>> address = address();
    // A mistake is better reported here than on the page.
    WatchSetting first = WatchSetting.of(address);
    Simulation simulation = first.simulation();
    if (replay != null && first.at == null) {
      Run failed = simulation.run(first.seed);
      Discovery.of(simulation, failed, () -> true)
          .min(Comparator.comparingLong(Discovery::timeNanos))
          .ifPresent(found -> address.add(Map.entry("at", seconds(found.timeNanos()))));
    }
    try (WatchServer server = server()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(server.address() + "#" + text(address));
      out.flush();
      Quarkus.waitForExit();
      return 0;
    }
  }

  private WatchServer server() {
    try {
      return new WatchServer(port, WatchSetting::telling);
    } catch (IOException | IllegalArgumentException e) {
      throw new Mistake("cannot listen on port " + port + ": " + e.getMessage());
    }
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }

  /** The names and values for the page's address: from a link, from a file, or from options. */
  private List<Map.Entry<String, String>> address() {
    List<Map.Entry<String, String>> address = new ArrayList<>();
    String part = setting.part.part;
    if (replay != null) {
      SavedFailure saved = SavedFailure.read(replay);
      saved.properties().forEach(System::setProperty);
      address.add(Map.entry("part", saved.part()));
      address.add(Map.entry("seed", Long.toString(saved.seed())));
      saved
          .options()
          .forEach(
              (name, value) ->
                  address.add(Map.entry(name.substring(2), value.isEmpty() ? "true" : value)));
    } else if (part != null && part.contains("#")) {
      try {
        address.addAll(WatchServer.setting(part.substring(part.indexOf('#') + 1)));
      } catch (IllegalArgumentException e) {
        throw new Mistake("a % that begins no escape such as %20: " + part);
      }
    } else {
      address.add(Map.entry("part", setting.part().name()));
    }
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName().substring(2);
      if (!name.equals("port") && !name.equals("replay")) {
        option.originalStringValues().forEach(value -> address.add(Map.entry(name, value)));
      }
    }
    return address;
  }

  private static String text(List<Map.Entry<String, String>> address) {
    return address.stream()
        .map(
            each ->
                each.getKey()
                    + "="
                    + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
        .collect(Collectors.joining("&"));
  }
}
