package dev.glomers.challenge.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.challenge.counter.CounterConfig.Acknowledge;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
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
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node, {@code n1} of three, with a store of its own. */
class CounterTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Pattern TOTAL = Pattern.compile("\\['n\\d',[^]]*]");

  private final TestScheduler scheduler = new TestScheduler();
  private final SequentialKv store = new SequentialKv(new SplittableRandom(1), true);
  private TestNode node = new TestNode(scheduler);
  private Acknowledge acknowledge = Acknowledge.RECEIVED;

  /** Which requests the store takes, and which of those it answers. */
  private Predicate<String> taken = request -> true;

  private Predicate<String> answered = request -> true;

  private final List<String> toStore = new ArrayList<>();
  private final List<String> toOthers = new ArrayList<>();

  private record ErrorReply(int code, String text) {}

  private void start() {
    node = new TestNode(scheduler);
    KvClient kv = new KvClient("seq-kv", node.node(), scheduler);
    GossipConfig gossip = Configs.with(GossipConfig.class, Map.of("interval", "1s"));
    CounterConfig config =
        Configs.with(CounterConfig.class, Map.of("acknowledge", acknowledge.name()));
    node.node()
        .host(
            new Counter(new Gossip(node.node(), scheduler, gossip), gossip, scheduler, kv, config));
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

  /** The totals in what other nodes were sent. */
  private List<String> told() {
    return toOthers.stream()
        .filter(line -> line.startsWith("n"))
        .flatMap(
            line ->
                TOTAL.matcher(line).results().map(total -> line.substring(0, 3) + total.group()))
        .toList();
  }

  @Test
  void countsWhatItWasToldToAdd() {
    start();
    add("3");
    add("0");
    add("-5");
    assertThat(read()).isEqualTo("-2");
    assertThat(toOthers).contains("c1 'add_ok','in_reply_to':2");
  }

  @Test
  void storesItOnceAnIntervalThenTellsIt() {
    start();
    add("3");
    add("4");
    assertThat(toStore).isEmpty();
    pass(INTERVAL);
    assertThat(toStore).containsExactly("cas','key':'n1','from':['n1',1,0],'to':['n1',2,7]");
    pass(INTERVAL);
    assertThat(told()).containsExactly("n2 ['n1',2,7]", "n3 ['n1',2,7]");
  }

  @Test
  void tellsNothingThatIsNotStored() {
    start();
    taken = request -> false;
    add("3");
    pass(INTERVAL.multipliedBy(4));
    assertThat(told()).isEmpty();
    taken = request -> true;
    pass(INTERVAL.multipliedBy(3));
    assertThat(told()).contains("n2 ['n1',2,3]", "n3 ['n1',2,3]");
  }

  @Test
  void asksTheStoreForNothingWhileNobodyAdds() {
    start();
    add("3");
    pass(INTERVAL.multipliedBy(2));
    add("0");
    read();
    toStore.clear();
    pass(INTERVAL.multipliedBy(10));
    assertThat(toStore).isEmpty();
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
        .containsOnly("cas','key':'n1','from':['n1',1,0],'to':['n1',2,3]");
    answered = request -> true;
    toStore.clear();
    pass(INTERVAL.multipliedBy(4));
    assertThat(toStore).last().isEqualTo("cas','key':'n1','from':['n1',2,3],'to':['n1',3,7]");
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
    pass(INTERVAL.multipliedBy(3));
    assertThat(toOthers.stream().filter(line -> line.contains("add_ok"))).hasSize(3);
    assertThat(read()).isEqualTo("7");
    assertThat(toStore)
        .contains(
            "cas','key':'n1','from':['n1',1,0],'to':['n1',2,1]",
            "cas','key':'n1','from':['n1',2,1],'to':['n1',3,7]");
  }

  @Test
  void aRestartedNodeKnowsAllBeforeItServesAndTellsIt() {
    start();
    add("3");
    pass(INTERVAL);
    store("n2", "'type':'write','key':'n2','value':['n2',5,50]");
    store("n3", "'type':'write','key':'n3','value':['n3',6,600]");

    taken = request -> !request.contains("'key':'n3'");
    start();
    assertThat(read()).isEmpty();
    taken = request -> true;
    pass(INTERVAL.multipliedBy(3));
    assertThat(read()).isEqualTo("653");
    assertThat(told()).contains("n2 ['n2',5,50]", "n2 ['n3',6,600]", "n2 ['n1',3,3]");
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

    assertThat(delayed).first().asString().contains("'to':['n1',2,3]");
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
    assertThat(read()).isEqualTo("18446744073709551614");
    pass(INTERVAL);
    assertThat(toStore)
        .containsExactly("cas','key':'n1','from':['n1',1,0],'to':['n1',2,18446744073709551614]");
  }
}
