package dev.glomers.challenge.linkv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.consensus.Consensus;
import dev.glomers.consensus.ConsensusConfig;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients are told by a node that is alone, one after the other. */
class KvStoreTest {
  /** Enough for an election, and for an operation. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final TestCluster<KvStore> node = node();

  private record ReadOk(Json value) {}

  private static TestCluster<KvStore> node() {
    ConsensusConfig config = Configs.with(ConsensusConfig.class, Map.of());
    TestCluster<KvStore> node =
        new TestCluster<>(
            1,
            with ->
                new KvStore(
                    new Consensus(with.bus(), with.scheduler(), Configs.NO_STORAGE, config)));
    node.run(SOON);
    return node;
  }

  private TestReply ask(String body) {
    TestReply reply = node.request(0, "{%s}".formatted(body));
    node.run(SOON);
    return reply;
  }

  private TestReply write(String key, String value) {
    return ask("'type':'write','key':%s,'value':%s".formatted(key, value));
  }

  private TestReply cas(String key, String from, String to) {
    return ask("'type':'cas','key':%s,'from':%s,'to':%s".formatted(key, from, to));
  }

  private TestReply read(String key) {
    return ask("'type':'read','key':%s".formatted(key));
  }

  private String value(String key) {
    return read(key).body(ReadOk.class).value().toString().replace('"', '\'');
  }

  @Test
  void whatWasWrittenLastIsRead() {
    assertThat(write("'k'", "1").isOk()).isTrue();
    assertThat(write("'k'", "[2,{'a':null}]").isOk()).isTrue();
    assertThat(write("5", "3").isOk()).isTrue();
    assertThat(value("'k'")).isEqualTo("[2,{'a':null}]");
    assertThat(value("5")).isEqualTo("3");
  }

  @Test
  void aKeyThatNobodyWroteDoesNotExist() {
    assertThat(read("'k'").error()).isEqualTo(ErrorCode.KEY_DOES_NOT_EXIST.code());
    assertThat(cas("'k'", "null", "1").error()).isEqualTo(ErrorCode.KEY_DOES_NOT_EXIST.code());
    assertThat(read("'k'").error()).isEqualTo(ErrorCode.KEY_DOES_NOT_EXIST.code());
  }

  @Test
  void whatIsExpectedIsReplaced() {
    write("'k'", "{'a':1,'b':2}");
    assertThat(cas("'k'", "{'b':2,'a':1}", "7").isOk()).isTrue();
    assertThat(value("'k'")).isEqualTo("7");
  }

  @Test
  void whatIsNotExpectedStays() {
    write("'k'", "1");
    assertThat(cas("'k'", "2", "3").error()).isEqualTo(ErrorCode.PRECONDITION_FAILED.code());
    assertThat(value("'k'")).isEqualTo("1");
  }
}
