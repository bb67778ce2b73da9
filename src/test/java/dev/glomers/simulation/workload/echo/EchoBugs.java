package dev.glomers.simulation.workload.echo;

import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.altering;
import static dev.glomers.simulation.workload.When.ALWAYS;
import static dev.glomers.simulation.workload.When.AT_THE_END;
import static dev.glomers.simulation.workload.When.from;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.Catalogue.WithBug;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import java.util.List;
import java.util.function.UnaryOperator;

/** Broken echoes. */
public final class EchoBugs {
  private static final NodeFactory SOUND =
      given -> (cluster, on) -> on.request(Echo.class, said -> new EchoOk(said.echo()));

  private static final Finding WRONG = exactly("wrong-echo");

  private EchoBugs() {}

  record Echo(Json echo) {}

  record EchoOk(Json echo) {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("echo", 3, 30);
    of.sound("echo", SOUND);
    of.under("kill").sound("echo", SOUND);
    of.answersNothing(SOUND);
    WithBug mishearing = saying(echo -> Json.of("what?"));
    of.everywhereAndInOne("mishears", mishearing, ALWAYS, WRONG);
    of.everywhereAndInOne("mishears from 5 s on", mishearing, from(5), WRONG);
    of.under("kill").everywhereAndInOne("mishears in the end", mishearing, AT_THE_END, WRONG);
    of.bug(
        "mishears one word in ten",
        saying(echo -> echo.toString().endsWith("2\"") ? Json.of("Please echo 43") : echo)
            .when(ALWAYS),
        WRONG);
    of.bug("says null", saying(echo -> Json.NULL).when(ALWAYS), WRONG);
    of.bug("says it in a list", saying(echo -> Json.of(List.of(echo))).when(ALWAYS), WRONG);
    return of.bugs();
  }

  private static WithBug saying(UnaryOperator<Json> words) {
    return when -> altering(SOUND, EchoOk.class, when, ok -> new EchoOk(words.apply(ok.echo())));
  }
}
