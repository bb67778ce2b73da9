package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Broadcasts that the checker must pass, and broken ones that it must catch. */
class BroadcastSimulationTest {
  @Test
  void passesNodesThatRepeatEverythingForEver() {
    for (String fault : List.of("partition", "one-way", "loss", "reordering", "duplication")) {
      assertThat(run(Gossip::new, fault).anomalies()).as(fault).isEmpty();
    }
  }

  @Test
  void passesAStarWhereNothingIsLost() {
    assertThat(run(Star.nodes(0, 100)).anomalies()).isEmpty();
  }

  @Test
  void catchesNodesThatForgetUnderAPartition() {
    assertThat(Tests.kinds(run(Star.nodes(0, 100), "partition"))).containsExactly("lost");
  }

  @Test
  void catchesNodesThatTellNobody() {
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          void tell(List<String> peers) {}
                        })))
        .containsExactly("lost");
  }

  @Test
  void catchesNodesThatAcknowledgeAndDrop() {
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          void learn(Json message) {
                            if (seen.size() < 20) {
                              super.learn(message);
                            }
                          }
                        })))
        .containsExactly("lost");
  }

  @Test
  void catchesNodesThatForgetLate() {
    // Forgotten after the faults have ended, so that only the final reads can tell.
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          List<Json> messages() {
                            List<Json> all = super.messages();
                            boolean late =
                                given.scheduler().now().compareTo(Duration.ofSeconds(28)) > 0;
                            return late ? all.subList(1, all.size()) : all;
                          }
                        })))
        .containsExactly("lost");
  }

  @Test
  void catchesAMessageThatNobodySent() {
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          List<Json> messages() {
                            List<Json> all = new ArrayList<>(super.messages());
                            all.add(Json.of(99_999));
                            return all;
                          }
                        })))
        .containsExactly("phantom");
  }

  @Test
  void catchesAMessageOfAnotherType() {
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          List<Json> messages() {
                            return super.messages().stream()
                                .map(value -> Json.of(value.toString()))
                                .toList();
                          }
                        })))
        .contains("phantom");
  }

  @Test
  void catchesAMessageThatComesTwiceInARead() {
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          List<Json> messages() {
                            List<Json> all = new ArrayList<>(super.messages());
                            all.addAll(super.messages());
                            return all;
                          }
                        })))
        .containsExactly("duplicate");
  }

  @JsonTypeName("read_ok")
  record CountedReadOk(List<Json> messages, int count) {}

  @Test
  void catchesAFieldThatTheProtocolDoesNotName() {
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          Record read() {
                            return new CountedReadOk(messages(), seen.size());
                          }
                        })))
        .contains("malformed-reply");
  }

  @Test
  void catchesAReplyOfAnotherType() {
    assertThat(
            Tests.kinds(
                run(
                    given ->
                        new Gossip(given) {
                          @Override
                          Record read() {
                            return new BroadcastOk();
                          }
                        })))
        .contains("malformed-reply");
  }

  @Test
  void catchesNodesThatAreNotAvailable() {
    NodeFactory refusing =
        given ->
            new Gossip(given) {
              @Override
              Record read() {
                if (seen.size() == 3) {
                  throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "not now");
                }
                return super.read();
              }
            };
    Run run = Simulation.of(Tests.totallyAvailable(Tests.of("broadcast")), refusing).run(1);
    assertThat(Tests.kinds(run)).containsExactly("availability");
    assertThat(run.availability()).isLessThan(1);
    assertThat(Tests.kinds(run(refusing))).isEmpty();
  }

  @Test
  void catchesNodesThatNeverAnswer() {
    Run run = run(given -> (cluster, on) -> {});
    assertThat(run.availability()).isZero();
    assertThat(Tests.kinds(run)).containsExactly("never-ok");
  }

  @Test
  void saysWhatWasLost() {
    String words = run(Star.nodes(0, 100), "partition").anomalies().get(0).words();
    assertThat(words).contains("was known since", "process", "not in");
  }

  private static Run run(NodeFactory nodes, String... faults) {
    return Simulation.of(Tests.of("broadcast", faults), nodes).run(1);
  }

  /** Tells everybody everything, again and again. */
  private static class Gossip implements Challenge {
    final TreeSet<Json> seen = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    private final MessageBus bus;
    private final Collaborators given;

    Gossip(Collaborators given) {
      this.given = given;
      this.bus = given.bus();
    }

    record Topology() {}

    record TopologyOk() {}

    record Broadcast(Json message) {}

    record BroadcastOk() {}

    @JsonTypeName("read")
    record Read() {}

    record ReadOk(List<Json> messages) {}

    record Everything(List<Json> messages) {}

    @Override
    public void start(Cluster cluster, Handlers on) {
      on.request(Topology.class, topology -> new TopologyOk());
      on.request(
          Broadcast.class,
          broadcast -> {
            learn(broadcast.message());
            return new BroadcastOk();
          });
      on.request(Read.class, read -> read());
      on.message(Everything.class, (src, all) -> all.messages().forEach(this::learn));
      given.scheduler().every(Duration.ofMillis(200), () -> tell(cluster.peers()));
    }

    void learn(Json message) {
      seen.add(message);
    }

    void tell(List<String> peers) {
      peers.forEach(peer -> bus.send(peer, new Everything(List.copyOf(seen))));
    }

    Record read() {
      return new ReadOk(messages());
    }

    List<Json> messages() {
      return List.copyOf(seen);
    }
  }
}
