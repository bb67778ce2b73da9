package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final long NANOS_PER_MS = 1_000_000;

  private final VirtualClock clock = new VirtualClock();
  private final Conditions conditions = new Conditions();
  private final Network network =
      new Network(
          clock, LatencyDistribution.of("constant", 100), conditions, new Dice(1), Trace.NONE);
  private final List<String> arrivals = new ArrayList<>();

  NetworkTest() {
    for (String id : List.of("n0", "n1", "c0", "seq-kv")) {
      network.connect(new Listener(id));
    }
  }

  @Test
  void aMessageBetweenNodesTakesItsLatency() {
    send("n0", "n1");
    clock.runUntil(1000 * NANOS_PER_MS);
    assertThat(arrivals).containsExactly("n0 -> n1 at 100");
  }

  @Test
  void aClientsMessageTakesNoTime() {
    send("c0", "n1");
    send("n1", "c0");
    clock.runUntil(1000 * NANOS_PER_MS);
    assertThat(arrivals).containsExactly("c0 -> n1 at 0", "n1 -> c0 at 0");
  }

  @Test
  void aClientsRequestWaitsBehindTheMessageForWhichTheReaderSleeps() {
    send("n0", "n1");
    clock.runUntil(50 * NANOS_PER_MS);
    send("c0", "n1");
    clock.runUntil(1000 * NANOS_PER_MS);
    assertThat(arrivals).containsExactly("n0 -> n1 at 100", "c0 -> n1 at 100");
  }

  @Test
  void ofThoseThatWaitTheOneThatIsDueFirstComesFirst() {
    send("n0", "n1");
    clock.runUntil(50 * NANOS_PER_MS);
    send("n0", "n1");
    clock.runUntil(60 * NANOS_PER_MS);
    send("c0", "n1");
    clock.runUntil(1000 * NANOS_PER_MS);
    assertThat(arrivals).containsExactly("n0 -> n1 at 100", "c0 -> n1 at 100", "n0 -> n1 at 150");
  }

  @Test
  void whetherAMessageIsCutOffIsDecidedWhenItIsTaken() {
    send("n0", "n1");
    clock.runUntil(10 * NANOS_PER_MS);
    send("n0", "n1");
    conditions.cut("partition", Map.of("n1", Set.of("n0")));
    clock.runUntil(1000 * NANOS_PER_MS);
    assertThat(arrivals).containsExactly("n0 -> n1 at 100");
    assertThat(conditions.effects()).containsEntry("partition: dropped", 1L);
  }

  @Test
  void whatIsSentToWhomeverIsNotThereIsLost() {
    network.disconnect("n1");
    send("n0", "n1");
    clock.runUntil(1000 * NANOS_PER_MS);
    assertThat(arrivals).isEmpty();
  }

  @Test
  void whatWaitsForOneThatGoesIsLost() {
    send("n0", "n1");
    network.disconnect("n1");
    network.connect(new Listener("n1"));
    clock.runUntil(1000 * NANOS_PER_MS);
    assertThat(arrivals).isEmpty();
  }

  @Test
  void allMessagesCountAndThoseOfServersApart() {
    send("c0", "n0");
    send("n0", "n1");
    send("n0", "seq-kv");
    assertThat(network.sent()).isEqualTo(3);
    assertThat(network.sentBetweenServers()).isEqualTo(2);
  }

  private void send(String src, String dest) {
    byte[] line = "{}\n".getBytes(StandardCharsets.UTF_8);
    network.send(src, dest, line, line.length);
  }

  private final class Listener implements Endpoint {
    private final String id;

    Listener(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void receive(Packet packet) {
      arrivals.add(
          packet.src() + " -> " + packet.dest() + " at " + clock.nowNanos() / NANOS_PER_MS);
    }
  }
}
