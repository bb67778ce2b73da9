package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One node of two, line by line. */
class ReplicatedLogTest {
  private final TestScheduler scheduler = new TestScheduler();
  private final TestNode node = new TestNode(scheduler);

  private void start(String acks) {
    KvClient linKv = new KvClient("lin-kv", node.node(), scheduler);
    KafkaConfig config =
        Configs.with(KafkaConfig.class, Map.of("log", "replicated", "replicated.acks", acks));
    node.node().host(new Kafka(config, node.node(), scheduler, linKv));
    node.receive("c0", "'type':'init','msg_id':1,'node_id':'n0','node_ids':['n0','n1']");
    node.sent();
    scheduler.advance(Duration.ZERO);
  }

  /** Answers the request that the node has sent last. */
  private void reply(String src, String body) {
    String request = node.sent().stream().reduce((first, last) -> last).orElseThrow();
    String msgId = request.replaceAll(".*'msg_id':(\\d+).*", "$1");
    node.receive(src, "'in_reply_to':%s,%s".formatted(msgId, body));
  }

  private String listCommitted() {
    node.sent();
    node.receive("c1", "'type':'list_committed_offsets','msg_id':2,'keys':['k']");
    return node.sent().get(0);
  }

  private void hear(int version, String heldOfOurs) {
    node.receive(
        "n1",
        "'type':'replicate','epoch':0,'version':%d,'from':0,'items':[],'held':[%s,[0,0]],'heard':0,'news':false"
            .formatted(version, heldOfOurs));
  }

  @Test
  void afterARestartItListsWhatItToldOfItsOwnOnlyOnceThatIsSafeAgain() {
    start("all");
    reply("lin-kv", "'type':'error','code':22,'text':'started before'");
    reply("lin-kv", "'type':'read_ok','value':1");
    reply("lin-kv", "'type':'read_ok','value':512");
    reply("lin-kv", "'type':'cas_ok'");
    reply("n1", "'type':'recover_ok','epoch':0,'length':1,'from':0,'items':[['k',7]]");

    hear(1, "[0,1]");
    assertThat(listCommitted()).contains("'code':11");

    hear(2, "[512,1]");
    assertThat(listCommitted()).contains("'offsets':{'k':7}");
  }
}
