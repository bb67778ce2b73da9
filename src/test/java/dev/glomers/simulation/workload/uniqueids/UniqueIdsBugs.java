package dev.glomers.simulation.workload.uniqueids;

import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.only;

import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import java.util.List;

/** Generators of ids that are not unique. */
public final class UniqueIdsBugs {
  private static final Finding DUPLICATE = exactly("duplicate");

  /** In some runs the faults do not hit those whom it takes. */
  private static final int SOMETIMES = 15;

  /** Unique as long as nobody dies. */
  static final NodeFactory BY_NODE = numbering((given, node, number) -> node + "-" + number);

  private UniqueIdsBugs() {}

  record Generate() {}

  record GenerateOk(String id) {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("unique-ids", 3, 150);
    of.sound("counting beside the node's name", BY_NODE);
    of.rate(20).answersNothing(BY_NODE);
    of.bug("nodes that all count", numbering((given, node, number) -> "" + number), DUPLICATE);
    of.under("kill").bug("begins again after a kill", BY_NODE, DUPLICATE, SOMETIMES);
    of.under("kill")
        .bug(
            "one node begins again after a kill",
            only(
                "n1",
                BY_NODE,
                numbering((given, node, number) -> node + given.scheduler().now().toNanos())),
            DUPLICATE);
    of.under("clock")
        .bug(
            "the time of a clock that jumps",
            numbering((given, node, number) -> node + given.scheduler().wallClock().toEpochMilli()),
            DUPLICATE);
    of.bug(
        "one id twice, of the 300 of a node",
        numbering((given, node, number) -> node + "-" + (number == 300 ? 150 : number)),
        DUPLICATE);
    of.bug(
        "one in a hundred is shared by two nodes",
        numbering(
            (given, node, number) ->
                (number % 100 == 42 && !node.equals("n0") ? "n" : node) + "-" + number),
        DUPLICATE);
    of.bug(
        "drawn of 100,000",
        numbering((given, node, number) -> "" + given.scheduler().random().nextInt(100_000)),
        DUPLICATE);
    return of.bugs();
  }

  @FunctionalInterface
  private interface Ids {
    String id(Collaborators given, String node, int number);
  }

  private static NodeFactory numbering(Ids ids) {
    return given ->
        (cluster, on) -> {
          int[] count = {0};
          on.request(
              Generate.class,
              generate -> new GenerateOk(ids.id(given, cluster.self(), count[0]++)));
        };
  }
}
