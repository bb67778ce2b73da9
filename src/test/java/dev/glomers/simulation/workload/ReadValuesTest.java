package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadValuesTest {
  private static final String AS_NODES_DO = "{'type':'read_ok','in_reply_to':1,'messages':%s}";

  /** As nodes write it. */
  private static ReadValues parse(String messages) {
    return parse(AS_NODES_DO, messages);
  }

  private static ReadValues parse(String body, String messages) {
    return ReadValues.parse(message(body, messages), "messages");
  }

  private static Message message(String body, String messages) {
    byte[] text = body.formatted(messages).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new Message("n0", "c0", "read_ok", null, 1L, text, 0, text.length, null, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[0]",
        "[7,0,63,64]",
        "[1023,1024,999999]",
        "[1048575,1048576]",
        "[3,3]",
        "[-1]",
        "[1.5,2]"
      })
  void areTheSameHoweverTheyAreWritten(String messages) {
    assertThat(parse(messages))
        .isEqualTo(parse(" {'in_reply_to':1, 'messages': %s, 'type':'read_ok'}", messages));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []             | {}
          [0]            | {0}
          [7,0,63,64]    | {0, 7, 63, 64}
          [1023,1024]    | {1023, 1024}
          [999999]       | {999999}
          [10,100]       | {10, 100}
          """)
  void areTakenApartByHandAsNodesWriteThem(String messages, String values) {
    ReadValues read = ReadValues.parsePlain(message(AS_NODES_DO, messages), "messages");
    assertThat(read)
        .isNotNull()
        .satisfies(
            each -> {
              assertThat(each.values()).hasToString(values);
              assertThat(each.repeated()).isEqualTo(ReadValues.NONE);
            });
  }

  @Test
  void tellTheFirstThatCameTwice() {
    assertThat(parse("[1,2,3,2,3]").repeated()).isEqualTo(2);
    assertThat(parse("[1,2,'x',2]").repeated()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1000000]", "[01]", "[1, 2]", "[-1]", "['1']", "[1,]", "[1,x]", "[1.5]", "1"})
  void areNotTakenApartByHandOtherwise(String messages) {
    assertThat(ReadValues.parsePlain(message(AS_NODES_DO, messages), "messages")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'read_ok','messages':%s,'in_reply_to':1}",
        "{'type':'read_ok','in_reply_to':1,'value':%s}",
        "{'type':'read_ok','in_reply_to':1, 'messages':%s}",
        "{'messages':%s}"
      })
  void norAnywhereElse(String body) {
    assertThat(ReadValues.parsePlain(message(body, "[1]"), "messages")).isNull();
  }

  @Test
  void areNumberedByTheirPlaces() {
    ReadValues read = parse("[3,5,7]").numbered(new int[] {1, 5, 7});
    assertThat(read.values()).hasToString("{1, 2}");
    assertThat(read.strange()).hasToString("[3]");
  }

  @Test
  void standInAHistoryAsTheyWere() {
    assertThat(parse("[2,1,2,'x',-1]").plain()).containsExactly(1, 2, 2, "x", -1);
    assertThat(parse("[2,1]").plain()).containsExactly(1, 2);
    assertThat(parse("[2,1,'x']")).hasToString("2 values and [\"x\"]");
  }

  @Test
  void areIntegersFromZeroAndWhatIsStrange() {
    ReadValues read = parse("[5,'5',12345678,5]");
    assertThat(read.values().stream()).containsExactly(5);
    assertThat(read.strange()).hasToString("[\"5\", 12345678]");
    assertThat(read.repeated()).isNotEqualTo(ReadValues.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,]", "[,1]", "[01]", "[1 2]", "[1", "1", "[1],'more':[2]"})
  void areRefusedIfTheyAreNoArray(String messages) {
    assertThatThrownBy(() -> parse(messages)).isInstanceOf(IllegalArgumentException.class);
  }
}
