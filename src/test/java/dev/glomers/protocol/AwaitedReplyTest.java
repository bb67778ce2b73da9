package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitedReplyTest {
  private static final AwaitedReply AWAITED = new AwaitedReply("n1", "c2", "read_ok", 5);

  record ReadOk(List<Integer> messages) {}

  record Nothing() {}

  private static byte[] line(String src, String dest, String type, long inReplyTo, Object body) {
    Line line = new Line();
    Codec.encode(line, src, dest, type, null, inReplyTo, body);
    return Arrays.copyOf(line.bytes(), line.length() - 1);
  }

  private static void assertSameAsDecoded(byte[] line) {
    Message message = AWAITED.decode(line);
    assertThat(message).isEqualTo(Codec.decode(line, 0, line.length));
  }

  @Test
  void isWhatItsLineSays() {
    assertSameAsDecoded(line("n1", "c2", "read_ok", 5, new ReadOk(List.of(1, 22))));
    assertSameAsDecoded(line("n1", "c2", "read_ok", 5, new Nothing()));
  }

  @ParameterizedTest
  @CsvSource({
    "n2, c2, read_ok, 5",
    "n1, c22, read_ok, 5",
    "n1, c2, read, 5",
    "n1, c2, read_ok, 55",
  })
  void anotherLineIsWhatItSays(String src, String dest, String type, long inReplyTo) {
    assertSameAsDecoded(line(src, dest, type, inReplyTo, new ReadOk(List.of(1))));
  }

  @Test
  void answersItsRequest() {
    assertThat(AWAITED.isAnsweredBy(AWAITED.decode(line("n1", "c2", "error", 5, new Nothing()))))
        .isTrue();
    assertThat(AWAITED.isAnsweredBy(AWAITED.decode(line("n1", "c2", "read_ok", 4, new Nothing()))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,", "[1]]", "[1]}, {\"x\": [2]", "[1], \"more\": 2", "x"})
  void isRefusedIfItsBodyIsNotWhatItShouldBe(String messages) {
    record Broken(Json messages) {}
    byte[] line =
        line(
            "n1",
            "c2",
            "read_ok",
            5,
            new Broken(Json.ofTrustedText(messages.getBytes(StandardCharsets.UTF_8))));
    assertThatThrownBy(() -> AWAITED.decode(line).closedBody(ReadOk.class))
        .isInstanceOf(RpcException.class);
  }
}
