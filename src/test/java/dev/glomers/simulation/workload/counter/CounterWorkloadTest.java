package dev.glomers.simulation.workload.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CounterWorkloadTest {
  @Test
  void passesACounter() {
    assertThat(run("g-counter", Counter::new).anomalies()).isEmpty();
    assertThat(run("pn-counter", Counter::new).anomalies()).isEmpty();
  }

  @Test
  void seesHowMuchWasAdded() {
    assertThat(run("g-counter", Counter::new).figures())
        .hasEntrySatisfying("sum", sum -> assertThat(sum.longValue()).isGreaterThan(500))
        .hasEntrySatisfying("adds", adds -> assertThat(adds.longValue()).isBetween(250L, 420L))
        .containsEntry("uncertain-adds", 0)
        .containsEntry("final-reads", 6L);
  }

  @Test
  void catchesAnAcknowledgedAddThatIsLost() {
    assertThat(
            found(
                collaborators ->
                    new Counter(collaborators) {
                      private int adds;

                      @Override
                      AddOk add(Add add) {
                        return ++adds % 50 == 0 ? new AddOk() : super.add(add);
                      }
                    }))
        .containsExactly("lost-add");
  }

  @Test
  void catchesANodeThatHearsNothing() {
    assertThat(
            found(
                collaborators ->
                    new Counter(collaborators) {
                      @Override
                      void merge(String peer, Share share) {}
                    }))
        .containsExactly("diverged", "lost-add");
  }

  @Test
  void catchesAnAddThatIsCountedTwice() {
    assertThat(
            found(
                collaborators ->
                    new Counter(collaborators) {
                      private int merges;

                      @Override
                      void merge(String peer, Share share) {
                        super.merge(
                            peer, new Share(share.adds(), share.sum() + (++merges > 200 ? 7 : 0)));
                      }
                    }))
        .contains("wrong-sum");
  }

  @Test
  void catchesAnAddThatIsReadBeforeItIsBegun() {
    assertThat(
            found(
                collaborators ->
                    new Counter(collaborators) {
                      private int reads;

                      @Override
                      ReadOk read() {
                        return new ReadOk(super.read().value() + (++reads == 1 ? 1000 : 0));
                      }
                    }))
        .contains("never-added");
  }

  @Test
  void catchesAReadThatGoesBack() {
    NodeFactory stale =
        collaborators ->
            new Counter(collaborators) {
              private final List<ReadOk> answers = new ArrayList<>();

              @Override
              ReadOk read() {
                ReadOk now = super.read();
                answers.add(now);
                int count = answers.size();
                return count % 50 == 0 ? answers.get(count - 10) : now;
              }
            };
    assertThat(found(stale)).containsExactly("went-back");
    assertThat(run("pn-counter", stale).anomalies()).isEmpty();
  }

  @Test
  void catchesAnAddThatIsRefusedAndYetCounted() {
    assertThat(
            found(
                collaborators ->
                    new Counter(collaborators) {
                      private int adds;

                      @Override
                      AddOk add(Add add) {
                        AddOk ok = super.add(add);
                        if (++adds % 10 == 0) {
                          throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
                        }
                        return ok;
                      }
                    }))
        .contains("wrong-sum");
  }

  @Test
  void leavesOpenWhetherAnUncertainAddWasCounted() {
    NodeFactory forgetful =
        collaborators ->
            new Counter(collaborators) {
              private int adds;

              @Override
              AddOk add(Add add) {
                if (++adds % 20 != 0) {
                  super.add(add);
                }
                if (adds % 10 == 0) {
                  throw new IllegalStateException("half of these were counted");
                }
                return new AddOk();
              }
            };
    assertThat(run("g-counter", forgetful).anomalies()).isEmpty();
    assertThat(run("pn-counter", forgetful).anomalies()).isEmpty();
  }

  @Test
  void tellsWhatShouldHaveBeenRead() {
    Run run =
        run(
            "g-counter",
            collaborators ->
                new Counter(collaborators) {
                  @Override
                  ReadOk read() {
                    return new ReadOk(0);
                  }
                });
    assertThat(run.anomalies().get(0).toString())
        .matches("lost-add: .* invoked Read\\[]: ok, ReadOk\\[value=0], but the final sum is \\d+");
  }

  private static Iterable<String> found(NodeFactory nodes) {
    return Runs.kinds(run("g-counter", nodes));
  }

  private static Run run(String workload, NodeFactory nodes) {
    return Runs.run(workload, 3, 100, nodes);
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(long value) {}

  /** How many adds there were at one node, and their sum. */
  record Share(int adds, long sum) {
    Share plus(long delta) {
      return new Share(adds + 1, sum + delta);
    }
  }

  /** A state-based counter: every node tells every other its own sum, again and again. */
  private static class Counter implements Challenge {
    private final Collaborators collaborators;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private String self = "";

    Counter(Collaborators collaborators) {
      this.collaborators = collaborators;
    }

    @Override
    public final void start(Cluster cluster, Handlers on) {
      self = cluster.self();
      cluster.nodes().forEach(node -> shares.put(node, new Share(0, 0)));
      on.request(Add.class, this::add);
      on.request(Read.class, read -> read());
      on.message(Share.class, this::merge);
      collaborators
          .scheduler()
          .every(
              Duration.ofMillis(100),
              () -> cluster.peers().forEach(peer -> collaborators.bus().send(peer, share(self))));
    }

    AddOk add(Add add) {
      shares.put(self, share(self).plus(add.delta()));
      return new AddOk();
    }

    ReadOk read() {
      return new ReadOk(shares.values().stream().mapToLong(Share::sum).sum());
    }

    void merge(String peer, Share share) {
      if (share.adds() > share(peer).adds()) {
        shares.put(peer, share);
      }
    }

    private Share share(String node) {
      return Objects.requireNonNull(shares.get(node));
    }
  }
}
