package dev.glomers.simulation.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaRepliesTest {
  private static Message reply(String type, String field) {
    byte[] text =
        "{'type':'%s','in_reply_to':1,%s}"
            .formatted(type, field)
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    return new Message("n0", "c0", type, null, 1L, text, 0, text.length, null, null);
  }

  /** Of keys 1, from offset 3 on, and 2. */
  private static List<Polled.Entries> polled(String msgs) {
    return KafkaReplies.pollOk(reply("poll_ok", "'msgs':" + msgs), Map.of(1, 3L, 2, 0L));
  }

  private static Map<Integer, Long> committed(String offsets) {
    return KafkaReplies.listCommittedOffsetsOk(
        reply("list_committed_offsets_ok", "'offsets':" + offsets), Set.of(1, 2));
  }

  @Test
  void aSendHasAnOffset() {
    assertThat(KafkaReplies.sendOk(reply("send_ok", "'offset':0")).offset()).isZero();
    assertThat(KafkaReplies.sendOk(reply("send_ok", "'offset':12345678901")).offset())
        .isEqualTo(12_345_678_901L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "'1'", "null", "1.5", "[1]"})
  void thatIsANumberFromZero(String offset) {
    assertThatThrownBy(() -> KafkaReplies.sendOk(reply("send_ok", "'offset':" + offset)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPollHasMessagesWithOffsets() {
    assertThat(polled("{'1':[[3,9],[5,10]],'2':[]}"))
        .hasToString("[key 1 from 3: 3=9, 5=10, key 2 from 0]");
    assertThat(polled("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 40})
  void ofAnyNumber(int count) {
    String all =
        IntStream.range(0, count)
            .mapToObj(i -> "[%d,%d]".formatted(i, i + 1))
            .collect(Collectors.joining(","));
    Polled.Entries entries = polled("{'1':[%s]}".formatted(all)).get(0);
    assertThat(entries.size()).isEqualTo(count);
    assertThat(entries.last()).isEqualTo(count - 1);
    assertThat(entries.messages()).isEqualTo(IntStream.rangeClosed(1, count).toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{'1':7}",
        "{'1':[7]}",
        "{'1':[[3]]}",
        "{'1':[['3',9]]}",
        "{'1':[[3,'9']]}",
        "{'1':[[3,9,9]]}",
        "{'1':[[-3,9]]}",
        "{'1':{'3':9}}"
      })
  void andNothingElse(String msgs) {
    assertThatThrownBy(() -> polled(msgs)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "one"})
  void onlyOfKeysThatWereAskedFor(String key) {
    assertThatThrownBy(() -> polled("{'%s':[]}".formatted(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key " + key + ": not asked for");
  }

  @Test
  void committedOffsetsAreOfSomeKeys() {
    assertThat(committed("{'1':3,'2':0}")).isEqualTo(Map.of(1, 3L, 2, 0L));
    assertThat(committed("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{'5':1}", "{'1':-1}", "{'1':null}", "{'1':'3'}"})
  void thatWereAskedFor(String offsets) {
    assertThatThrownBy(() -> committed(offsets)).isInstanceOf(IllegalArgumentException.class);
  }
}
