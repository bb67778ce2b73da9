package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
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
    assertThat(found(Star.nodes(0, 100), "partition")).contains("lost");
  }

  @Test
  void catchesNodesThatTellNobody() {
    NodeFactory silent =
        given ->
            new Gossip(given) {
              @Override
              void tell(List<String> peers) {}
            };
    assertThat(found(silent)).contains("lost");
  }

  @Test
  void catchesNodesThatAcknowledgeAndDrop() {
    NodeFactory full =
        given ->
            new Gossip(given) {
              @Override
              void learn(Json message) {
                if (seen.size() < 20) {
                  super.learn(message);
                }
              }
            };
    assertThat(found(full)).contains("lost");
  }

  @Test
  void catchesNodesThatForgetLate() {
    // Forgotten after the faults have ended, so that only the final reads can tell.
    Duration late = Duration.ofSeconds(28);
    assertThat(
            found(
                reading(
                    gossip ->
                        gossip.seen.stream()
                            .skip(gossip.given.scheduler().now().compareTo(late) > 0 ? 1 : 0))))
        .contains("lost");
  }

  @Test
  void catchesAMessageThatNobodySent() {
    assertThat(
            found(
                reading(gossip -> Stream.concat(gossip.seen.stream(), Stream.of(Json.of(99_999))))))
        .containsExactly("phantom");
  }

  @Test
  void catchesAMessageOfAnotherType() {
    assertThat(
            found(reading(gossip -> gossip.seen.stream().map(value -> Json.of(value.toString())))))
        .contains("phantom");
  }

  @Test
  void catchesAMessageThatComesTwiceInARead() {
    assertThat(found(reading(gossip -> Stream.concat(gossip.seen.stream(), gossip.seen.stream()))))
        .containsExactly("duplicate");
  }

  record ReadOkBody(List<Json> messages, int count) {}

  @Test
  void catchesAFieldThatTheProtocolDoesNotName() {
    assertThat(
            found(
                answering(gossip -> new ReadOkBody(List.copyOf(gossip.seen), gossip.seen.size()))))
        .contains("malformed-reply");
  }

  @Test
  void catchesAReplyOfAnotherType() {
    assertThat(found(answering(gossip -> new Gossip.BroadcastOk()))).contains("malformed-reply");
  }

  @Test
  void catchesNodesThatAreNotAvailable() {
    NodeFactory refusing =
        answering(
            gossip -> {
              if (gossip.seen.size() == 3) {
                throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "not now");
              }
              return gossip.read();
            });
    Run run = Simulation.of(Tests.totallyAvailable(Tests.of("broadcast")), refusing).run(1);
    assertThat(Tests.kinds(run)).containsExactly("availability");
    assertThat(run.availability()).isLessThan(1);
    assertThat(found(refusing)).isEmpty();
  }

  @Test
  void catchesNodesThatNeverAnswer() {
    Run run = run(given -> (cluster, on) -> {});
    assertThat(run.availability()).isZero();
    assertThat(Tests.kinds(run)).contains("never-ok", "unanswered");
  }

  @Test
  void saysWhatWasLost() {
    String words = run(Star.nodes(0, 100), "partition").anomalies().get(0).words();
    assertThat(words).contains("was known since", "process", "not in");
  }

  private static Run run(NodeFactory nodes, String... faults) {
    return Simulation.of(Tests.of("broadcast", faults), nodes).run(1);
  }

  /** The kinds of anomalies of a run. */
  private static Set<String> found(NodeFactory nodes, String... faults) {
    return Tests.kinds(run(nodes, faults));
  }

  /** Nodes that show other messages than those that they have seen. */
  private static NodeFactory reading(Function<Gossip, Stream<Json>> messages) {
    return answering(gossip -> new Gossip.ReadOk(messages.apply(gossip).toList()));
  }

  /** Nodes that answer reads in another way. */
  private static NodeFactory answering(Function<Gossip, Record> answer) {
    return given -> new Gossip(given, answer);
  }

  /** Tells everybody everything, again and again. */
  private static class Gossip implements Challenge {
    final TreeSet<Json> seen = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    private final MessageBus bus;
    private final Collaborators given;
    private final Function<Gossip, Record> answer;

    Gossip(Collaborators given) {
      this(given, Gossip::read);
    }

    Gossip(Collaborators given, Function<Gossip, Record> answer) {
      this.given = given;
      this.bus = given.bus();
      this.answer = answer;
    }

    record Topology() {}

    record TopologyOk() {}

    record Broadcast(Json message) {}

    record BroadcastOk() {}

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
      on.request(Read.class, read -> answer.apply(this));
      on.message(Everything.class, (src, all) -> all.messages().forEach(this::learn));
      given.scheduler().every(Duration.ofMillis(200), () -> tell(cluster.peers()));
    }

    void learn(Json message) {
      seen.add(message);
    }

    void tell(List<String> peers) {
      peers.forEach(peer -> bus.send(peer, new Everything(List.copyOf(seen))));
    }

    ReadOk read() {
      return new ReadOk(List.copyOf(seen));
    }
  }
}
