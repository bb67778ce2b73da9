package dev.glomers.challenge.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Nodes that exchange batches over a network that does whatever it likes, and are killed. */
class PeerTest {
  private static final Duration ANY = Duration.ZERO;

  private record Flight(int from, int to, Batch batch) {}

  private static final class Node {
    private final int index;
    private final String origin;
    private final Values values;
    private final List<Peer> peers;

    Node(int index, int nodes, int life) {
      this.index = index;
      origin = index + "." + life;
      values = new Values(origin);
      peers = IntStream.range(0, nodes).mapToObj(i -> new Peer("n" + i, values)).toList();
    }

    /** Each calls itself the hub, so that it can be seen whom a peer has heard. */
    Flight send(int to) {
      return new Flight(index, to, peers.get(to).batch(origin, ANY, ANY, ANY));
    }

    State state() {
      return new State(origin, origin, values.version().counts());
    }

    /** Whether the other is to be asked who it is or what it has. */
    boolean receive(Flight flight) {
      Peer from = peers.get(flight.from);
      boolean another = from.hear(flight.batch.origin(), flight.batch.hub(), ANY);
      boolean complete = from.received(flight.batch, ANY);
      flight.batch.log().forEach(values::add);
      return another || !complete;
    }

    void sync(Node other) {
      other.hear(index, state());
      other.peers.get(index).tell(ANY);
      hear(other.index, other.state());
      other.values.since(values.version()).forEach(values::add);
      peers.get(other.index).took(other.state().size());
    }

    private void hear(int from, State state) {
      Peer peer = peers.get(from);
      peer.hear(state.origin(), state.hub(), ANY);
      peer.has(state.have());
    }

    boolean knows(Node other) {
      return peers.get(other.index).follows(other.origin);
    }
  }

  private static final class Net {
    final Random random;
    final List<Node> nodes = new ArrayList<>();
    final List<Flight> flights = new ArrayList<>();
    int count;

    Net(int size, long seed) {
      random = new Random(seed);
      IntStream.range(0, size).forEach(i -> nodes.add(new Node(i, size, 0)));
    }

    void step() {
      Node node = nodes.get(random.nextInt(nodes.size()));
      int other = (node.index + 1 + random.nextInt(nodes.size() - 1)) % nodes.size();
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> node.values.add(Json.of(count++));
        case 3, 4, 5 -> flights.add(node.send(other));
        case 6, 7, 8, 9 -> any(false);
        case 10 -> any(true);
        default -> {
          if (random.nextInt(10) == 0) {
            nodes.set(node.index, new Node(node.index, nodes.size(), ++count));
          }
        }
      }
    }

    /** Something arrives, perhaps not for the last time, or is lost. */
    private void any(boolean lost) {
      if (!flights.isEmpty()) {
        int one = random.nextInt(flights.size());
        Flight flight = random.nextInt(4) == 0 ? flights.get(one) : flights.remove(one);
        if (!lost) {
          deliver(flight);
        }
      }
    }

    void deliver(Flight flight) {
      Node to = nodes.get(flight.to);
      if (to.receive(flight)) {
        to.sync(nodes.get(flight.from));
      }
    }

    void exchangeAll() {
      for (Node from : nodes) {
        nodes.stream().filter(to -> to != from).forEach(to -> deliver(from.send(to.index)));
      }
    }
  }

  @Property
  void whatAnotherIsBelievedToHaveItHas(
      @ForAll @IntRange(min = 2, max = 4) int size, @ForAll long seed) {
    Net net = new Net(size, seed);
    for (int step = 0; step < 200; step++) {
      net.step();
      for (Node node : net.nodes) {
        for (Node other : net.nodes) {
          if (node != other && node.knows(other)) {
            Peer peer = node.peers.get(other.index);
            Version has = other.values.version();
            assertThat(has.covers(peer.has())).isTrue();
            assertThat(peer.lacks() || has.covers(node.values.version())).isTrue();
          }
        }
      }
    }
  }

  @Property
  void allHaveTheSameOnceBatchesArrive(
      @ForAll @IntRange(min = 2, max = 4) int size, @ForAll long seed) {
    Net net = new Net(size, seed);
    IntStream.range(0, 200).forEach(step -> net.step());
    net.exchangeAll();
    net.exchangeAll();
    net.exchangeAll();
    for (Node node : net.nodes) {
      for (Node other : net.nodes) {
        assertThat(node.values.version().covers(other.values.version())).isTrue();
        assertThat(node == other || !node.peers.get(other.index).lacks()).isTrue();
      }
    }
  }

  @Test
  void oneNumberAcknowledgesWhatCameFromAll() {
    Net net = new Net(2, 0);
    Node first = net.nodes.get(0);
    Node second = net.nodes.get(1);
    first.values.add(Json.of(1));
    first.values.add("elsewhere", new Run(0, List.of(Json.of(2), Json.of(3))));
    net.deliver(first.send(1));
    assertThat(first.peers.get(1).lacks()).isTrue();
    Flight answer = second.send(0);
    assertThat(answer.batch.log()).isEmpty();
    net.deliver(answer);
    assertThat(first.peers.get(1).lacks()).isFalse();
    assertThat(first.send(1).batch.log()).isEmpty();
  }

  @Test
  void whatIsNotAcknowledgedIsBroughtAgain() {
    Net net = new Net(2, 0);
    Node node = net.nodes.get(0);
    node.values.add(Json.of(1));
    node.send(1);
    node.values.add(Json.of(2));
    assertThat(node.send(1).batch.log().values())
        .containsExactly(new Run(0, List.of(Json.of(1), Json.of(2))));
  }

  @Test
  void aBatchForAFormerLifeAcknowledgesNothing() {
    Net net = new Net(2, 0);
    Node node = net.nodes.get(0);
    node.values.add(Json.of(1));
    net.exchangeAll();
    Flight late = node.send(1);
    net.nodes.set(1, new Node(1, 2, 1));
    Node restarted = net.nodes.get(1);
    restarted.values.add(Json.of(2));
    assertThat(restarted.receive(late)).isTrue();
    assertThat(restarted.peers.get(0).lacks()).isTrue();
  }
}
