package dev.glomers.simulation.workload.set;

import static dev.glomers.simulation.workload.PlantedBug.Finding.all;
import static dev.glomers.simulation.workload.PlantedBug.Finding.any;
import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.altering;
import static dev.glomers.simulation.workload.Sabotage.denying;
import static dev.glomers.simulation.workload.When.ALWAYS;
import static dev.glomers.simulation.workload.When.AT_THE_END;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import dev.glomers.simulation.workload.When;
import dev.glomers.simulation.workload.set.Elements.Add;
import dev.glomers.simulation.workload.set.Elements.ReadOk;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Broken sets. */
public final class SetBugs {
  private static final Finding MISSING = any("lost", "missing");

  private SetBugs() {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("g-set", 3, 30);
    of.sound("elements", Elements::new);
    of.nine().sound("elements of nine", Elements::new);
    of.under("partition").sound("elements", Elements::new);
    of.answersNothing(Elements::new);
    of.doesNot(Add.class, Elements::new);
    of.hearsNothing(Elements::new, MISSING);
    of.bug(
        "forgets every tenth add",
        given ->
            new Elements(given) {
              private int count;

              @Override
              protected void learn(Json element) {
                if (++count % 10 != 0) {
                  super.learn(element);
                }
              }
            },
        MISSING);
    of.everywhereAndInOne(
        "lacks the tail in the end",
        when -> showing(when, all -> all.sorted(SetBugs::byNumber).skip(5)),
        AT_THE_END,
        MISSING);
    of.everywhereAndInOne(
        "shows nothing", when -> showing(when, all -> Stream.of()), ALWAYS, MISSING);
    // A kill may hit nobody.
    of.under("kill").bug("keeps all in memory alone", Elements::new, all("lost"), 15);
    of.bug("shows what it refused", denying(Elements::new, Add.class, 10), all("refused"));
    of.bug(
        "shows what nobody added",
        showing(ALWAYS, all -> Stream.concat(all, Stream.of(Json.of(99_999)))),
        exactly("phantom"));
    of.bug(
        "shows elements as strings",
        showing(ALWAYS, all -> all.map(element -> Json.of(element.toString()))),
        all("phantom"));
    of.bug(
        "shows each element twice",
        showing(ALWAYS, all -> all.flatMap(element -> Stream.of(element, element))),
        exactly("duplicate"));
    of.bug(
        "answers with a reply of another type",
        altering(Elements::new, ReadOk.class, ALWAYS, ok -> new Elements.AddOk()),
        all("malformed-reply"));
    return of.bugs();
  }

  /** Nodes that show other elements than those that they have seen. */
  private static NodeFactory showing(When when, UnaryOperator<Stream<Json>> elements) {
    return altering(
        Elements::new,
        ReadOk.class,
        when,
        ok -> new ReadOk(elements.apply(ok.value().stream()).toList()));
  }

  private static int number(Json element) {
    return element.as(Integer.class);
  }

  /** The later first. */
  private static int byNumber(Json one, Json other) {
    return Integer.compare(number(other), number(one));
  }
}
