package dev.glomers.simulation.workload;

import static dev.glomers.simulation.workload.Sabotage.deaf;
import static dev.glomers.simulation.workload.Sabotage.mute;
import static dev.glomers.simulation.workload.Sabotage.refusing;
import static dev.glomers.simulation.workload.Sabotage.stillborn;
import static dev.glomers.simulation.workload.When.ALWAYS;
import static dev.glomers.simulation.workload.When.AT_THE_END;
import static dev.glomers.simulation.workload.When.at;
import static dev.glomers.simulation.workload.When.from;

import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The planted bugs of one workload, and the setting in which the next ones are planted. */
public final class Catalogue {
  /** Of nine, one that is neither the first nor the last. */
  public static final String ONE_IN_NINE = "n4";

  private static final int NINE = 9;

  /** Nine nodes do more for each operation. */
  private static final double MOST_OF_NINE = 40;

  private final List<PlantedBug> bugs;
  private final String workload;
  private final int nodes;
  private final double rate;
  private final String[] faults;

  private Catalogue(
      List<PlantedBug> bugs, String workload, int nodes, double rate, String... faults) {
    this.bugs = bugs;
    this.workload = workload;
    this.nodes = nodes;
    this.rate = rate;
    this.faults = faults;
  }

  /** One without bugs, whose nodes suffer no faults. */
  public static Catalogue of(String workload, int nodes, double rate) {
    return new Catalogue(new ArrayList<>(), workload, nodes, rate);
  }

  /** The same catalogue, with so many nodes. */
  public Catalogue nodes(int count) {
    return new Catalogue(bugs, workload, count, rate, faults);
  }

  /** The same catalogue, with nine nodes. */
  public Catalogue nine() {
    return nodes(NINE).rate(Math.min(rate, MOST_OF_NINE));
  }

  /** The same catalogue, with so many operations a second. */
  public Catalogue rate(double operations) {
    return new Catalogue(bugs, workload, nodes, operations, faults);
  }

  /** The same catalogue, with these faults. */
  public Catalogue under(String... these) {
    return new Catalogue(bugs, workload, nodes, rate, these);
  }

  public List<PlantedBug> bugs() {
    return List.copyOf(bugs);
  }

  /** Nodes that have no bug: nothing may be found. */
  public void sound(String name, NodeFactory nodes) {
    bug(name + ": sound", nodes, Finding.exactly());
  }

  public void bug(String name, NodeFactory broken, Finding finding) {
    bug(name, broken, finding, PlantedBug.SEEDS);
  }

  /**
   * @param least as in {@link PlantedBug}
   */
  public void bug(String name, NodeFactory broken, Finding finding, int least) {
    String setting = faults.length == 0 ? "" : ", under " + String.join(" and ", faults);
    bugs.add(
        new PlantedBug(
            workload + ": " + name + setting,
            Runs.simulation(workload, nodes, rate, broken, faults),
            finding,
            least));
  }

  /** A bug that all nodes have, and the same where one node in nine has it. */
  public void everywhereAndInOne(String name, WithBug broken, When when, Finding finding) {
    everywhereAndInOne(name, broken, when, finding, PlantedBug.SEEDS);
  }

  /**
   * @param least as in {@link PlantedBug}
   */
  public void everywhereAndInOne(
      String name, WithBug broken, When when, Finding finding, int least) {
    bug(name, broken.when(when), finding, least);
    When inOne = at(ONE_IN_NINE).and(when);
    nine().bug(name + ", at one node in nine", broken.when(inOne), finding, least);
  }

  /** Nodes that have a bug at some nodes and times. */
  @FunctionalInterface
  public interface WithBug {
    NodeFactory when(When when);
  }

  /** Nodes that answer nothing. That some are killed excuses nobody in the end. */
  public void answersNothing(NodeFactory sound) {
    Finding finding = Finding.any("unanswered");
    WithBug mute = when -> mute(sound, when);
    for (Catalogue each : List.of(this, under("kill"))) {
      each.everywhereAndInOne("answers nothing", mute, ALWAYS, finding);
      each.everywhereAndInOne("answers nothing from 5 s on", mute, from(5), finding);
      each.everywhereAndInOne("answers nothing in the end", mute, AT_THE_END, finding);
    }
    NodeFactory ignorant = given -> (cluster, on) -> {};
    bug("knows no message", ignorant, Finding.all("never-ok", "unanswered"));
    bug("does not start", stillborn(sound, ALWAYS), finding);
    // The first start is at 0 s.
    under("kill").bug("does not start again", stillborn(sound, from(1)), finding, 15);
  }

  /** Nodes of which one does not do what clients ask for, if it is of one kind. */
  public void doesNot(Class<? extends Record> kind, NodeFactory sound) {
    Finding finding = Finding.any("unanswered");
    String name = kind.getSimpleName().toLowerCase(Locale.ROOT);
    bug("the middle node answers no " + name, mute(sound, kind, at("n1")), finding);
    bug("the middle node refuses each " + name, refusing(sound, kind, at("n1")), finding);
  }

  /** Nodes that take nothing in of what other nodes say. */
  public void hearsNothing(NodeFactory sound, Finding finding) {
    WithBug deaf = when -> deaf(sound, when);
    everywhereAndInOne("hears nothing", deaf, ALWAYS, finding);
    everywhereAndInOne("hears nothing from 5 s on", deaf, from(5), finding);
    bug("the first node hears nothing", deaf.when(at("n0")), finding);
    bug("the middle node hears nothing", deaf.when(at("n1")), finding);
    bug("the last node hears nothing", deaf.when(at("n2")), finding);
    // From then on there is something to hear in most runs.
    under("partition")
        .everywhereAndInOne("hears nothing after the last operation", deaf, from(13), finding, 15);
  }
}
