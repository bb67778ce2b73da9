package dev.glomers.challenge.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.counter.CounterConfig.Acknowledge;
import dev.glomers.protocol.Body;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Line;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import dev.glomers.simulation.service.SequentialKv;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node, {@code n1} of three, with a store of its own. */
class CounterTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final TestScheduler scheduler = new TestScheduler();
  private final SequentialKv store = new SequentialKv(new SplittableRandom(1), true);
  private TestNode node = new TestNode(scheduler);
  private Acknowledge acknowledge = Acknowledge.RECEIVED;

  /** Which requests the store takes, and which of those it answers. */
  private Predicate<String> taken = request -> true;

  private Predicate<String> answered = request -> true;

  private final List<String> toStore = new ArrayList<>();
  private final List<String> toOthers = new ArrayList<>();

  private record Config(Duration interval, Acknowledge acknowledge) implements CounterConfig {}

  private record ErrorReply(int code, String text) {}

  private void start() {
    node = new TestNode(scheduler);
    KvClient kv = new KvClient("seq-kv", node.node(), scheduler);
    node.node().host(new Counter(node.node(), scheduler, kv, new Config(INTERVAL, acknowledge)));
    receive("c0", "'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1','n2','n3']");
    toStore.clear();
    toOthers.clear();
  }

  private void receive(String src, String body) {
    node.receive(src, body);
    settle();
  }

  private void pass(Duration time) {
    for (long ms = 0; ms < time.toMillis(); ms += 50) {
      scheduler.advance(Duration.ofMillis(50));
      settle();
    }
  }

  /** Carries messages between the node and the store until there are none. */
  private void settle() {
    for (List<String> sent = node.sent(); !sent.isEmpty(); sent = node.sent()) {
      for (String line : sent) {
        if (line.contains("'dest':'seq-kv'")) {
          toStore.add(line.replaceAll(".*'type':'|'msg_id':\\d+,|}}|,'create.*", ""));
          if (taken.test(line)) {
            handle(line);
          }
        } else {
          toOthers.add(
              line.replaceAll("\\{'src':'n1','dest':'|}}$", "").replace("','body':{'type':", " "));
        }
      }
    }
  }

  private void handle(String line) {
    Message request = decode(line);
    Record body;
    try {
      body = store.handle(request);
    } catch (RpcException e) {
      body = new ErrorReply(e.code(), "no");
    }
    if (answered.test(line)) {
      String type = body instanceof ErrorReply ? "error" : Body.type(body.getClass());
      Line reply = new Line();
      Codec.encode(reply, "seq-kv", "n1", type, null, request.msgId(), body);
      node.receive(reply.toString().strip());
    }
  }

  /** What another node does in the store. */
  private void store(String src, String body) {
    store.handle(
        decode("{'src':'%s','dest':'seq-kv','body':{'msg_id':1,%s}}".formatted(src, body)));
  }

  private static Message decode(String line) {
    byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Codec.decode(bytes, 0, bytes.length);
  }

  private void add(String delta) {
    receive("c1", "'type':'add','msg_id':2,'delta':" + delta);
  }

  /** The answer to a read; empty if there is none yet. */
  private String read() {
    int before = toOthers.size();
    receive("c9", "'type':'read','msg_id':2");
    String answers = String.join("", toOthers.subList(before, toOthers.size()));
    return answers.replaceAll(".*'value':", "");
  }

  private List<String> told() {
    return toOthers.stream().filter(line -> line.startsWith("n")).toList();
  }

  @Test
  void countsWhatItWasToldToAdd() {
    start();
    add("3");
    add("0");
    add("-5");
    assertThat(read()).isEqualTo("-2");
    assertThat(toOthers).contains("c1 \'add_ok','in_reply_to':2");
  }

  @Test
  void storesItOnceAnIntervalThenTellsIt() {
    start();
    add("3");
    add("4");
    assertThat(toStore).isEmpty();
    pass(INTERVAL);
    assertThat(toStore).containsExactly("cas','key':'n1','from':[1,0],'to':[2,7]");
    assertThat(told())
        .containsExactly("n2 \'told','total':[2,7],'seen':0", "n3 \'told','total':[2,7],'seen':0");
  }

  @Test
  void tellsNothingThatIsNotStored() {
    start();
    taken = request -> false;
    add("3");
    pass(INTERVAL.multipliedBy(4));
    assertThat(told()).isEmpty();
    taken = request -> true;
    pass(INTERVAL);
    assertThat(told()).hasSize(2);
  }

  @Test
  void tellsAgainUntilItIsConfirmedAndThenFallsSilent() {
    start();
    add("3");
    pass(INTERVAL);
    receive("n2", "'type':'seen','version':2");
    toOthers.clear();
    toStore.clear();
    pass(INTERVAL.multipliedBy(10));
    assertThat(told()).hasSize(5).containsOnly("n3 \'told','total':[2,3],'seen':0");

    receive("n3", "'type':'seen','version':2");
    pass(INTERVAL.multipliedBy(2));
    assertThat(scheduler.pending()).isZero();
    assertThat(toStore).isEmpty();
  }

  @Test
  void confirmsWhatItIsToldWithItsOwnTotalOrWithoutOne() {
    start();
    receive("n2", "'type':'told','total':[7,70],'seen':0");
    assertThat(read()).isEqualTo("70");
    add("1");
    receive("n3", "'type':'told','total':[8,800],'seen':0");
    toOthers.clear();
    pass(INTERVAL);
    assertThat(told())
        .containsExactly("n2 \'told','total':[2,1],'seen':7", "n3 \'told','total':[2,1],'seen':8");

    receive("n2", "'type':'told','total':[9,90],'seen':2");
    receive("n3", "'type':'seen','version':2");
    toOthers.clear();
    pass(INTERVAL.multipliedBy(5));
    assertThat(told()).containsExactly("n2 \'seen','version':9");
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void ofTwoTotalsOfAPeerKeepsTheNewer() {
    start();
    receive("n2", "'type':'told','total':[7,70],'seen':0");
    receive("n2", "'type':'told','total':[6,99],'seen':0");
    assertThat(read()).isEqualTo("70");
  }

  @Test
  void looksUpASilentPeerOnceItIsFresh() {
    start();
    store("n2", "'type':'write','key':'n2','value':[5,50]");
    read();
    pass(INTERVAL.multipliedBy(2));
    toStore.clear();
    read();
    pass(INTERVAL);
    assertThat(toStore)
        .containsExactly(
            "cas','key':'n1','from':[1,0],'to':[2,0]", "read','key':'n2'", "read','key':'n3'");
    assertThat(read()).isEqualTo("50");
    // The version is a barrier's and no news.
    assertThat(told()).isEmpty();
  }

  @Test
  void repeatsAWriteWhoseOutcomeIsUnknownAndCountsItOnce() {
    start();
    add("3");
    answered = request -> false;
    pass(INTERVAL);
    add("4");
    pass(INTERVAL.multipliedBy(3));
    assertThat(toStore)
        .hasSizeGreaterThan(1)
        .containsOnly("cas','key':'n1','from':[1,0],'to':[2,3]");
    answered = request -> true;
    toStore.clear();
    pass(INTERVAL.multipliedBy(2));
    assertThat(toStore).last().isEqualTo("cas','key':'n1','from':[2,3],'to':[3,7]");
    assertThat(read()).isEqualTo("7");
  }

  @Test
  void canAcknowledgeOnlyWhatIsStoredWithOneWriteForMany() {
    acknowledge = Acknowledge.STORED;
    start();
    taken = request -> false;
    add("1");
    add("2");
    add("4");
    assertThat(toOthers).isEmpty();
    assertThat(read()).isEqualTo("0");
    taken = request -> true;
    toOthers.clear();
    pass(INTERVAL.multipliedBy(2));
    assertThat(toOthers.stream().filter(line -> line.contains("add_ok"))).hasSize(3);
    assertThat(read()).isEqualTo("7");
    assertThat(toStore)
        .contains(
            "cas','key':'n1','from':[1,0],'to':[2,1]", "cas','key':'n1','from':[2,1],'to':[3,7]");
  }

  @Test
  void aRestartedNodeKnowsAllBeforeItServes() {
    start();
    add("3");
    pass(INTERVAL);
    store("n2", "'type':'write','key':'n2','value':[5,50]");
    store("n3", "'type':'write','key':'n3','value':[6,600]");

    taken = request -> !request.contains("'key':'n3'");
    start();
    assertThat(read()).isEmpty();
    // Nor does it confirm what it has not looked up itself.
    receive("n2", "'type':'told','total':[7,70],'seen':0");
    pass(INTERVAL);
    assertThat(told()).noneMatch(line -> line.contains("'seen':7"));

    taken = request -> true;
    pass(INTERVAL);
    assertThat(read()).isEqualTo("673");
    pass(INTERVAL);
    assertThat(told()).contains("n2 \'told','total':[3,3],'seen':7");
  }

  @Test
  void aWriteOfAnEarlierLifeComesTooLate() {
    start();
    List<String> delayed = new ArrayList<>();
    taken = request -> !delayed.add(request);
    add("3");
    pass(INTERVAL);
    taken = request -> true;
    start();
    add("4");
    pass(INTERVAL);

    assertThat(delayed).first().asString().contains("'to':[2,3]");
    answered = request -> false;
    delayed.forEach(this::handle);
    answered = request -> true;
    start();
    assertThat(read()).isEqualTo("4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "'1'", "null", "true", "[1]", "9223372036854775808"})
  void refusesADeltaThatIsNoLong(String delta) {
    start();
    add(delta);
    assertThat(toOthers).singleElement().asString().contains("'code':12,'text':'delta: n");
    assertThat(read()).isEqualTo("0");
  }

  @Test
  void neverOverflows() {
    start();
    add("9223372036854775807");
    add("9223372036854775807");
    receive("n2", "'type':'told','total':[2,9223372036854775807],'seen':0");
    assertThat(read()).isEqualTo("27670116110564327421");
    pass(INTERVAL);
    assertThat(toStore)
        .containsExactly("cas','key':'n1','from':[1,0],'to':[2,18446744073709551614]");
  }

  @Test
  void learnsOnlyFromPeers() {
    start();
    receive("c1", "'type':'told','msg_id':5,'total':[7,70],'seen':0");
    assertThat(toOthers)
        .containsExactly("c1 \'error','in_reply_to':5,'code':12,'text':'src: c1 is no peer'");
    assertThat(read()).isEqualTo("0");
  }
}
