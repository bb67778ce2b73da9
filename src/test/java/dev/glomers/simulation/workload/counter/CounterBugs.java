package dev.glomers.simulation.workload.counter;

import static dev.glomers.simulation.workload.PlantedBug.Finding.all;
import static dev.glomers.simulation.workload.PlantedBug.Finding.any;
import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.denying;
import static dev.glomers.simulation.workload.Sabotage.frozen;
import static dev.glomers.simulation.workload.Sabotage.only;
import static dev.glomers.simulation.workload.When.from;

import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import dev.glomers.simulation.workload.counter.Shares.Add;
import dev.glomers.simulation.workload.counter.Shares.AddOk;
import dev.glomers.simulation.workload.counter.Shares.Read;
import dev.glomers.simulation.workload.counter.Shares.ReadOk;
import dev.glomers.simulation.workload.counter.Shares.Share;
import java.util.ArrayList;
import java.util.List;

/** Broken counters. */
public final class CounterBugs {
  private CounterBugs() {}

  /** Of a counter that only grows, and of one that may fall. */
  public static List<PlantedBug> planted() {
    List<PlantedBug> bugs = new ArrayList<>();
    for (String workload : List.of("g-counter", "pn-counter")) {
      Catalogue of = Catalogue.of(workload, 3, 60);
      boolean growing = workload.equals("g-counter");
      ofBoth(of, growing);
      if (growing) {
        ofGrowing(of);
      }
      bugs.addAll(of.bugs());
    }
    return bugs;
  }

  private static void ofBoth(Catalogue of, boolean growing) {
    Finding apart = any("diverged", "lost-add", "wrong-sum");
    of.sound("shares", Shares::new);
    of.nine().sound("shares of nine", Shares::new);
    of.under("partition").sound("shares", Shares::new);
    of.rate(20).answersNothing(Shares::new);
    of.doesNot(Add.class, Shares::new);
    of.hearsNothing(Shares::new, apart);
    of.everywhereAndInOne(
        "reads nothing new from 5 s on",
        when -> frozen(Shares::new, Read.class, when),
        from(5),
        apart);
    of.bug(
        "counts what it refused",
        denying(Shares::new, Add.class, 10),
        growing ? all("wrong-sum") : any("lost-add", "wrong-sum"));
    NodeFactory back =
        reading(
            (now, before) ->
                before.size() == 40 || before.size() == 60 ? before.get(before.size() - 9) : now);
    if (growing) {
      of.bug("goes back twice", back, exactly("went-back"));
    } else {
      of.sound("going back twice", back);
    }
    of.bug(
        "counts what may have happened at one node alone",
        given ->
            new Shares(given) {
              private long secret;
              private int adds;

              @Override
              AddOk add(Add add) {
                if (++adds % 10 == 0 && add.delta() != 0) {
                  secret += add.delta();
                  throw new IllegalStateException("counted here");
                }
                return super.add(add);
              }

              @Override
              ReadOk read() {
                return new ReadOk(super.read().value() + secret);
              }
            },
        exactly("diverged"));
  }

  private static void ofGrowing(Catalogue of) {
    of.bug("loses every 50th add", losing((count, delta) -> count % 50 == 0), exactly("lost-add"));
    of.bug(
        "one node loses some adds",
        only("n1", losing((count, delta) -> count >= 20 && count < 24 && delta > 0), Shares::new),
        exactly("lost-add"));
    of.bug(
        "takes in no other node's sum",
        given ->
            new Shares(given) {
              @Override
              void merge(String peer, Share share) {}
            },
        exactly("diverged", "lost-add"));
    of.bug(
        "counts an add twice",
        given ->
            new Shares(given) {
              private int merges;

              @Override
              void merge(String peer, Share share) {
                super.merge(peer, new Share(share.adds(), share.sum() + (++merges > 20 ? 7 : 0)));
              }
            },
        all("wrong-sum"));
    of.bug(
        "reads more than was added, once",
        reading((now, before) -> now + (before.isEmpty() ? 1000 : 0)),
        all("never-added"));
    // A kill may hit nobody.
    of.under("kill").bug("keeps its sum in memory alone", Shares::new, all("lost-add"), 15);
  }

  @FunctionalInterface
  private interface Losses {
    boolean isLost(int count, long delta);
  }

  private static NodeFactory losing(Losses losses) {
    return given ->
        new Shares(given) {
          private int adds;

          @Override
          AddOk add(Add add) {
            return losses.isLost(++adds, add.delta()) ? new AddOk() : super.add(add);
          }
        };
  }

  @FunctionalInterface
  interface Reads {
    /**
     * @param before what was the sum at all reads before
     */
    long read(long now, List<Long> before);
  }

  /** Nodes that read something else than the sum. */
  static NodeFactory reading(Reads reads) {
    return given ->
        new Shares(given) {
          private final List<Long> before = new ArrayList<>();

          @Override
          ReadOk read() {
            long now = super.read().value();
            long answer = reads.read(now, before);
            before.add(now);
            return new ReadOk(answer);
          }
        };
  }
}
