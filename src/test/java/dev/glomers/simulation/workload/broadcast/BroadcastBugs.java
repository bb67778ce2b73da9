package dev.glomers.simulation.workload.broadcast;

import static dev.glomers.simulation.workload.PlantedBug.Finding.all;
import static dev.glomers.simulation.workload.PlantedBug.Finding.any;
import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.altering;
import static dev.glomers.simulation.workload.Sabotage.denying;
import static dev.glomers.simulation.workload.Sabotage.frozen;
import static dev.glomers.simulation.workload.When.ALWAYS;
import static dev.glomers.simulation.workload.When.AT_THE_END;
import static dev.glomers.simulation.workload.When.at;
import static dev.glomers.simulation.workload.When.from;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Star;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.Catalogue.WithBug;
import dev.glomers.simulation.workload.Feed.Part;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import dev.glomers.simulation.workload.When;
import dev.glomers.simulation.workload.broadcast.FloodingNode.Broadcast;
import dev.glomers.simulation.workload.broadcast.FloodingNode.BroadcastOk;
import dev.glomers.simulation.workload.broadcast.FloodingNode.Read;
import dev.glomers.simulation.workload.broadcast.FloodingNode.ReadOk;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Broken broadcasts. */
public final class BroadcastBugs {
  private static final Finding MISSING = any("lost", "missing");

  private BroadcastBugs() {}

  record ReadOkBody(List<Json> messages, int count) {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("broadcast", 3, 30);
    of.sound("flooding", FloodingNode::new);
    of.nine().sound("flooding of nine", FloodingNode::new);
    of.under("partition").sound("flooding", FloodingNode::new);
    of.answersNothing(FloodingNode::new);
    of.doesNot(Broadcast.class, FloodingNode::new);
    of.hearsNothing(FloodingNode::new, MISSING);
    losses(of);
    reads(of);
    return of.bugs();
  }

  private static void losses(Catalogue of) {
    // A partition may begin after the last message.
    of.under("partition")
        .bug("forgets what is sent meanwhile", Star.nodes(0, 100), all("lost"), 15);
    of.bug(
        "tells nobody",
        given ->
            new FloodingNode(given) {
              @Override
              protected void tell(String peer, Part<Json> part) {}
            },
        all("lost"));
    of.bug(
        "acknowledges and drops what is beyond the 20th",
        given ->
            new FloodingNode(given) {
              @Override
              protected void learn(Json message) {
                if (seen.size() < 20) {
                  super.learn(message);
                }
              }
            },
        all("lost"));
    of.bug("forgets the first in the end", showing(AT_THE_END, all -> all.skip(1)), all("lost"));
    WithBug hundredth = when -> showing(when, all -> all.filter(each -> number(each) % 100 != 42));
    of.everywhereAndInOne("never shows one in a hundred", hundredth, ALWAYS, MISSING);
    of.everywhereAndInOne("no longer shows one in a hundred", hundredth, AT_THE_END, MISSING);
    of.everywhereAndInOne(
        "shows the last 20 alone",
        when -> showing(when, all -> all.sorted(BroadcastBugs::byNumber).limit(20)),
        ALWAYS,
        MISSING);
    of.everywhereAndInOne(
        "shows nothing", when -> showing(when, all -> Stream.of()), ALWAYS, MISSING);
    of.everywhereAndInOne(
        "shows nothing from 5 s on", when -> showing(when, all -> Stream.of()), from(5), MISSING);
    of.everywhereAndInOne(
        "shows nothing new from 5 s on",
        when -> frozen(FloodingNode::new, Read.class, when),
        from(5),
        MISSING);
  }

  private static void reads(Catalogue of) {
    of.bug(
        "shows what it refused", denying(FloodingNode::new, Broadcast.class, 10), all("refused"));
    UnaryOperator<Stream<Json>> unsent = all -> Stream.concat(all, Stream.of(Json.of(99_999)));
    of.bug("shows what nobody sent", showing(ALWAYS, unsent), exactly("phantom"));
    of.nine()
        .bug(
            "shows what nobody sent, at one node in nine",
            showing(at(Catalogue.ONE_IN_NINE), unsent),
            exactly("phantom"));
    of.bug(
        "shows what will be sent next",
        altering(
            FloodingNode::new,
            ReadOk.class,
            from(5),
            ok -> {
              List<Json> shown = ok.messages();
              int next = shown.stream().mapToInt(BroadcastBugs::number).max().orElse(-1) + 1;
              return new ReadOk(Stream.concat(shown.stream(), Stream.of(Json.of(next))).toList());
            }),
        all("phantom"));
    of.bug(
        "shows messages as strings",
        showing(ALWAYS, all -> all.map(value -> Json.of(value.toString()))),
        all("phantom"));
    of.bug(
        "shows each message twice",
        altering(
            FloodingNode::new,
            ReadOk.class,
            ALWAYS,
            ok ->
                new ReadOk(Stream.concat(ok.messages().stream(), ok.messages().stream()).toList())),
        exactly("duplicate"));
    of.bug(
        "adds a field that the protocol does not name",
        altering(
            FloodingNode::new,
            ReadOk.class,
            ALWAYS,
            ok -> new ReadOkBody(ok.messages(), ok.messages().size())),
        all("malformed-reply"));
    of.bug(
        "answers with a reply of another type",
        altering(FloodingNode::new, ReadOk.class, ALWAYS, ok -> new BroadcastOk()),
        all("malformed-reply"));
  }

  /** Nodes that show other messages than those that they have seen. */
  private static NodeFactory showing(When when, UnaryOperator<Stream<Json>> messages) {
    return altering(
        FloodingNode::new,
        ReadOk.class,
        when,
        ok -> new ReadOk(messages.apply(ok.messages().stream()).toList()));
  }

  private static int number(Json message) {
    return message.as(Integer.class);
  }

  /** The later first. */
  private static int byNumber(Json one, Json other) {
    return Integer.compare(number(other), number(one));
  }
}
