package dev.glomers.cli;

import dev.glomers.simulation.Simulation;
import dev.glomers.watch.WatchServer;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
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
        "Serve a page, on this machine alone, that shows a part's nodes at work in the simulation:"
            + " step by step, at any speed, back to any moment. Kill nodes and cut links by a click."
            + " The address says all that was done. Ends with Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers watch 3c",
      "  glomers watch 3d --nemesis kill --seed 7",
      "  glomers watch 4 --do '3.5 kill n0' --do '4 cut n1 n2' --at 3.4",
    })
final class WatchCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin WatchSetting setting;

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "<n>",
      description = "The port to listen on (default: any that is free).")
  int port;

  @Override
  public Integer call() {
    // What is wrong is better said here than on the page.
    setting.simulation();
    try (WatchServer server = server()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(server.address() + "#" + address());
      out.flush();
      Quarkus.waitForExit();
      return 0;
    }
  }

  private WatchServer server() {
    try {
      return new WatchServer(
          port,
          address -> {
            WatchSetting asked = WatchSetting.of(address);
            Simulation simulation = asked.simulation();
            return page -> asked.tell(simulation, page);
          });
    } catch (IOException | IllegalArgumentException e) {
      throw new Mistake("cannot listen on port " + port + ": " + e.getMessage());
    }
  }

  /** The setting, as the page has it in its address. */
  private String address() {
    StringBuilder address = new StringBuilder("part=" + setting.part().name());
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName().substring(2);
      if (!name.equals("port")) {
        option
            .originalStringValues()
            .forEach(value -> address.append('&').append(name).append('=').append(encoded(value)));
      }
    }
    return address.toString();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
