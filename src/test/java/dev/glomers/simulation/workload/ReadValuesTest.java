package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadValuesTest {
  /** As nodes write it. */
  private static ReadValues parse(String messages) {
    return parse("{'type':'read_ok','in_reply_to':1,'messages':%s}", messages);
  }

  private static ReadValues parse(String body, String messages) {
    byte[] text = body.formatted(messages).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Message message =
        new Message("n0", "c0", "read_ok", null, 1L, text, 0, text.length, null, null);
    return ReadValues.parse(message, "messages");
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
