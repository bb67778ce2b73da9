package dev.glomers.challenge.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.protocol.Body;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Line;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
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
  private static final Pattern TOTAL = Pattern.compile("\\['n\\d\\.\\w+',\\d+,\\[[^]]*]]");

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
    GossipConfig gossip =
        Configs.with(
            GossipConfig.class,
            Map.of(
                "interval",
                "1s",
                "acknowledge",
                acknowledge.name(),
                "durability",
                "seq-kv",
                "store-delay",
                acknowledge == Acknowledge.STORED ? "0s" : "1s"));
    node.node().host(new Counter(new Gossip(node.node(), scheduler, Configs.NO_STORAGE, gossip)));
    receive("c0", "'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1','n2','n3']");
    scheduler.advance(Duration.ofMillis(1));
    settle();
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

  /** What another node has in the store. */
  private void store(String src, String log) {
    String body = "'type':'write','key':'log/%s/0','value':%s".formatted(src, chunk(log));
    store.handle(
        decode("{'src':'%s','dest':'seq-kv','body':{'msg_id':1,%s}}".formatted(src, body)));
  }

  /** The write of the first life that changes its chunk. */
  private static String cas(String from, String to) {
    return "cas','key':'log/n1/0','from':%s,'to':%s".formatted(chunk(from), chunk(to));
  }

  private static String chunk(String log) {
    return "{'life':0,'log':[%s],'full':false}".formatted(log);
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
  void storesOnceAnInterval() {
    start();
    add("3");
    add("4");
    assertThat(toStore).isEmpty();
    pass(INTERVAL);
    assertThat(toStore).containsExactly(cas("", "['n1.0',1,[7]]"));
  }

  @Test
  void tellsOnlyTheLastTotal() {
    start();
    add("3");
    add("4");
    pass(INTERVAL.multipliedBy(2));
    assertThat(told()).containsExactly("n2 ['n1.0',1,[7]]", "n3 ['n1.0',1,[7]]");
  }

  @Test
  void tellsNothingThatIsNotStoredIfItPromisesThat() {
    acknowledge = Acknowledge.STORED;
    start();
    taken = request -> false;
    add("3");
    pass(INTERVAL);
    assertThat(told()).isEmpty();
    taken = request -> true;
    pass(INTERVAL.multipliedBy(3));
    assertThat(told()).contains("n2 ['n1.0',0,[3]]", "n3 ['n1.0',0,[3]]");
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
    assertThat(toStore).hasSizeGreaterThan(1).containsOnly(cas("", "['n1.0',0,[3]]"));
    answered = request -> true;
    toStore.clear();
    pass(INTERVAL.multipliedBy(5));
    assertThat(toStore).last().isEqualTo(cas("['n1.0',0,[3]]", "['n1.0',1,[7]]"));
    assertThat(read()).isEqualTo("7");
  }

  @Test
  void canAcknowledgeOnlyWhatIsStoredWithOneWriteForMany() {
    acknowledge = Acknowledge.STORED;
    start();
    taken = request -> false;
    add("1");
    pass(Duration.ofMillis(50));
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
        .contains(cas("", "['n1.0',0,[1]]"), cas("['n1.0',0,[1]]", "['n1.0',0,[1,3,7]]"));
  }

  @Test
  void aRestartedNodeKnowsAllBeforeItServesAndTellsIt() {
    start();
    add("3");
    pass(INTERVAL);
    store("n2", "['n2.0',4,[50]]");
    store("n3", "['n3.2',5,[600]]");

    taken = request -> !request.contains("'key':'log/n3/0'");
    start();
    assertThat(read()).isEmpty();
    taken = request -> true;
    pass(INTERVAL.multipliedBy(3));
    assertThat(read()).isEqualTo("653");
    receive(
        "n2",
        """
        'type':'sync','asks':true,'have':{},'batch':{'origin':'n2.0','hub':'n2','to':'','ack':0,\
        'end':0,'at':1,'echo':0,'waited':0,'within':0,'next':0,'log':[]}""");
    assertThat(told()).contains("n2 ['n2.0',4,[50]]", "n2 ['n3.2',5,[600]]", "n2 ['n1.0',0,[3]]");
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

    assertThat(delayed).first().asString().contains("['n1.0',0,[3]]");
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
    assertThat(toStore).containsExactly(cas("", "['n1.0',1,[18446744073709551614]]"));
  }
}
