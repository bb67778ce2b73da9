package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.TestInvariants;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told, on a single node. */
class KafkaTest {
  private final TestNode node = node("max-poll-entries", "3");

  private static TestNode node(String property, String value) {
    TestScheduler scheduler = new TestScheduler();
    TestNode node = new TestNode(scheduler);
    node.node()
        .host(
            new Kafka(
                Configs.with(KafkaConfig.class, Map.of(property, value)),
                new Gossip(
                    node.node(),
                    scheduler,
                    Configs.NO_STORAGE,
                    Configs.with(GossipConfig.class, Map.of())),
                scheduler,
                new KvClient("lin-kv", node.node(), scheduler)));
    node.receive("c0", "'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1']");
    scheduler.advance(Duration.ZERO);
    return node;
  }

  /** The body of the one answer, without what every answer has. */
  private String ask(String body) {
    node.sent();
    node.receive("c1", "'msg_id':2," + body);
    List<String> sent = node.sent();
    assertThat(sent).hasSize(1);
    return sent.get(0).replaceAll(".*'in_reply_to':2,?(.*)}}$", "$1");
  }

  private String send(String key, String msg) {
    return ask("'type':'send','key':'%s','msg':%s".formatted(key, msg));
  }

  @Test
  void numbersEachKeyFromZero() {
    assertThat(send("a", "1")).isEqualTo("'offset':0");
    assertThat(send("a", "2")).isEqualTo("'offset':1");
    assertThat(send("b", "3")).isEqualTo("'offset':0");
  }

  @Test
  void pollsFromTheOffsetThatIsAskedFor() {
    send("a", "7");
    send("a", "8");
    send("a", "9");
    assertThat(ask("'type':'poll','offsets':{'a':1}")).isEqualTo("'msgs':{'a':[[1,8],[2,9]]}");
  }

  @Test
  void pollsNoMoreThanConfigured() {
    for (int i = 0; i < 5; i++) {
      send("a", "0");
    }
    assertThat(ask("'type':'poll','offsets':{'a':0}"))
        .isEqualTo("'msgs':{'a':[[0,0],[1,0],[2,0]]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'nobody-sent-to':0", "'a':1", "'a':9223372036854775807", ""})
  void leavesOutKeysThatHaveNothing(String offsets) {
    send("a", "7");
    assertThat(ask("'type':'poll','offsets':{%s}".formatted(offsets))).isEqualTo("'msgs':{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1.50",
        "123456789012345678901234567890",
        "{'b':[1,{}],'a':'\\u00e9'}",
        "[[],{}]",
        "'\uD83D\uDE00'"
      })
  void keepsAnyPayload(String payload) {
    send("a", payload);
    assertThat(ask("'type':'poll','offsets':{'a':0}"))
        .isEqualTo("'msgs':{'a':[[0,%s]]}".formatted(payload));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a key", "\\u0000", "\uD83D\uDE00"})
  void takesAnyStringForAKey(String key) {
    assertThat(send(key, "1")).isEqualTo("'offset':0");
    assertThat(ask("'type':'poll','offsets':{'%s':0}".formatted(key))).endsWith(":[[0,1]]}");
  }

  @Test
  void committedOffsetsNeverGoBack() {
    assertThat(ask("'type':'commit_offsets','offsets':{'a':7,'b':0}")).isEmpty();
    assertThat(ask("'type':'commit_offsets','offsets':{'a':5}")).isEmpty();
    assertThat(ask("'type':'list_committed_offsets','keys':['a','b','c']"))
        .isEqualTo("'offsets':{'a':7,'b':0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type':'send','key':'a'",
        "'type':'send','key':5,'msg':1",
        "'type':'send','key':null,'msg':1",
        "'type':'poll'",
        "'type':'poll','offsets':[]",
        "'type':'poll','offsets':{'a':-1}",
        "'type':'poll','offsets':{'a':0.5}",
        "'type':'poll','offsets':{'a':'0'}",
        "'type':'poll','offsets':{'a':null}",
        "'type':'poll','offsets':{'a':9223372036854775808}",
        "'type':'commit_offsets','offsets':{'a':-1}",
        "'type':'commit_offsets','offsets':{'a':1.0}",
        "'type':'list_committed_offsets','keys':'a'",
        "'type':'list_committed_offsets','keys':[1]",
        "'type':'list_committed_offsets','keys':[null]",
      })
  void refusesWhatMakesNoSense(String body) {
    assertThat(ask(body)).startsWith("'code':" + ErrorCode.MALFORMED_REQUEST.code());
  }

  @Test
  void aNodeShowsAndClaimsItsEntries() {
    send("a", "7");
    assertThat(node.node().shown()).containsEntry("entries", 1);
    TestInvariants claims = new TestInvariants();
    node.node().invariants(claims);
    assertThat(claims.items()).contains("a: " + new Entry(0, Json.of(7)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-poll-entries", "offset-block"})
  void aSettingThatMakesNoSenseIsRefusedByName(String property) {
    assertThatThrownBy(() -> node(property, "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glomers.kafka." + property);
  }
}
