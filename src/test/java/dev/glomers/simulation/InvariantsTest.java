package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.TestScheduler;
import dev.glomers.simulation.workload.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes that number requests and make claims about their state; some claims are false. */
class InvariantsTest {
  private static final Duration LATE = Duration.ofSeconds(7);

  record Generate() {}

  record GenerateOk(String id) {}

  @Test
  void claimsThatHoldEndNothing() {
    Run run =
        run(
            (node, always) -> {
              always.holds("a number is not negative", node.count >= 0);
              int before = (int) always.grows("the count", node.count);
              for (int i = before; i < node.count; i++) {
                always.has(node.self(), i);
              }
              node.cluster.peers().forEach(peer -> always.knows(peer, peer, 0));
            },
            "kill");
    assertThat(run.anomalies()).isEmpty();
    assertThat(Runs.figure(run, "checked-events")).isGreaterThan(100);
    assertThat(Runs.figure(run, "fully-checked-events")).isBetween(2L, 20L);
    assertThat(run.unchecked()).noneMatch(words -> words.contains("state none"));
  }

  @Test
  void itIsSaidWhenNodesClaimNothing() {
    assertThat(run((node, always) -> {}).unchecked())
        .containsExactly("invariants during the run: the nodes state none");
  }

  @Test
  void theRunEndsAtTheFirstClaimThatDoesNotHold() {
    Run run = run((node, always) -> always.holds("it is early", !node.isLate()));
    assertThat(Tests.kinds(run)).containsExactly("invariant");
    assertThat(run.anomalies().get(0).toString())
        .matches(
            "invariant \\(Maelstrom.*\\): at 7\\.\\d+ s, at n\\d, it is false that it is early;"
                + " just before, it received .*\"generate\".*");
    assertThat(run.operations()).isLessThan(run((node, always) -> {}).operations() / 2);
    assertThat(run.unchecked()).anyMatch(words -> words.contains("the run ended there"));
  }

  @Test
  void aNumberMayNotFall() {
    Run run = run((node, always) -> always.grows("the count", node.isLate() ? 0 : node.count + 1));
    assertThat(run.anomalies()).singleElement().asString().contains("the count fell from", "to 0");
  }

  @Test
  void aNodeThatWasKilledBeginsAgain() {
    assertThat(run((node, always) -> always.grows("the count", node.count), "kill").anomalies())
        .isEmpty();
  }

  @Test
  void sequencesAgreeAtAllNodes() {
    Run run =
        run(
            (node, always) -> {
              boolean other = node.isLate() && node.self().equals("n3");
              for (int i = (int) always.grows("the count", node.count); i < node.count; i++) {
                always.has("numbers", other ? i + 1 : i);
              }
            });
    assertThat(run.anomalies())
        .singleElement()
        .asString()
        .matches(".* at n3, item (\\d+) of numbers is \\d+, but another node has \\1 there.*");
  }

  @Test
  void whatOnlyTheDeadHadNobodyNeedsToHave() {
    Run run =
        run(
            (node, always) -> {
              for (int i = (int) always.grows("the count", node.count); i < node.count; i++) {
                always.has(node.self(), List.of(node.life, i));
              }
            },
            "kill");
    assertThat(run.effects()).containsKey("kill: killed");
    assertThat(run.anomalies()).isEmpty();
  }

  @Test
  void aPeerHasWhatItIsKnownToHave() {
    Run run =
        run(
            (node, always) -> {
              for (int i = (int) always.grows("the count", node.count); i < node.count; i++) {
                always.has(node.self(), i);
              }
              long wrong = node.isLate() ? 1_000 : 0;
              node.cluster.peers().forEach(peer -> always.knows(peer, peer, wrong));
            });
    assertThat(run.anomalies()).singleElement().asString().contains("has 1000 of n");
  }

  @Test
  void theWorldMayClaimToo() {
    VirtualClock clock = new VirtualClock();
    Claims claims =
        new Claims(clock, false, always -> always.holds("it is early", clock.nowNanos() < 1));
    Node node = new Node(new TestScheduler(), (dest, line, length) -> {}, line -> {});
    claims.born("n0");
    clock.runUntil(1);
    assertThatThrownBy(
            () -> {
              for (int event = 0; event < 100; event++) {
                claims.check("n0", node, () -> "did something");
              }
            })
        .isInstanceOf(Violation.class)
        .hasMessageContaining("at the world, it is false that it is early")
        .hasMessageContaining("did something");
  }

  @Test
  void tellsWhichSituationsWereReached() {
    Claim claim =
        (node, always) -> {
          always.reaches("it counts", () -> node.count > 0);
          always.reaches("it is n0", () -> node.self().equals("n0"));
          always.reaches("it is nobody", () -> false);
        };
    Map<String, Boolean> reached = simulation(claim, "kill").marking().run(1).situations();
    assertThat(reached)
        .containsEntry("it counts", true)
        .containsEntry("it counts, two nodes at once", true)
        .containsEntry("it counts, when killed", true)
        .containsEntry("it is n0", true)
        .containsEntry("it is n0, two nodes at once", false)
        .containsEntry("it is nobody", false)
        .containsEntry("it is nobody, when killed", false);
    assertThat(simulation(claim, "kill").run(1).situations()).isEmpty();
  }

  private interface Claim {
    void state(Numbering node, Invariants always);
  }

  private static Run run(Claim claim, String... faults) {
    return simulation(claim, faults).run(1);
  }

  private static Simulation simulation(Claim claim, String... faults) {
    return Simulation.of(
        Tests.of("unique-ids", faults), given -> new Numbering(given, claim)::start);
  }

  private static final class Numbering {
    private final Collaborators given;
    private final Claim claim;
    final String life;
    Cluster cluster = new Cluster("n0", List.of("n0"));
    int count;

    Numbering(Collaborators given, Claim claim) {
      this.given = given;
      this.claim = claim;
      this.life = Long.toString(given.scheduler().random().nextLong());
    }

    void start(Cluster told, Handlers on) {
      cluster = told;
      on.request(Generate.class, generate -> new GenerateOk(life + count++));
      on.always(always -> claim.state(this, always));
    }

    String self() {
      return cluster.self();
    }

    boolean isLate() {
      return given.scheduler().now().compareTo(LATE) > 0;
    }
  }
}
