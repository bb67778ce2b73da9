package dev.glomers.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Bodies;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final int LONGEST = 1 << 17;

  record Payload(Json payload) {}

  private static String line(String payload) {
    return "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"payload\":" + payload + "}}";
  }

  /** A stream that hands out at most so many bytes at a time. */
  private static InputStream dribbling(String text, int atMost) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, atMost));
      }
    };
  }

  private static List<Message> readAll(InputStream in, int longestLine) throws IOException {
    LineReader reader = new LineReader(in, longestLine);
    List<Message> messages = new ArrayList<>();
    for (Lines lines = reader.next(); lines != null; lines = reader.next()) {
      List<Message> some = lines.messages(Bodies.UNKNOWN);
      assertThat(some).isNotEmpty();
      messages.addAll(some);
    }
    assertThat(reader.next()).isNull();
    return messages;
  }

  private static List<String> payloads(List<Message> messages) {
    return messages.stream()
        .map(
            message ->
                message.problem() != null
                    ? message.problem()
                    : message.body(Payload.class).payload().toString())
        .toList();
  }

  private static List<String> read(String text, int atMost) throws IOException {
    return payloads(readAll(dribbling(text, atMost), LONGEST));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 100_000})
  void putsLinesTogetherHoweverTheyArrive(int atMost) throws IOException {
    String text = line("1") + "\n" + line("\"é😀\"") + "\n" + line("[3]") + "\n";
    assertThat(read(text, atMost)).containsExactly("1", "\"é😀\"", "[3]");
  }

  @Test
  void keepsMessagesWholeWhileItReadsOn() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      text.append(line(String.valueOf(i))).append('\n');
      expected.add(String.valueOf(i));
    }
    assertThat(read(text.toString(), 5_000)).isEqualTo(expected);
  }

  @Test
  void takesALastLineWithoutItsEnd() throws IOException {
    assertThat(read(line("1") + "\n" + line("2"), 10)).containsExactly("1", "2");
  }

  @Test
  void takesWindowsLineEnds() throws IOException {
    assertThat(read(line("1") + "\r\n" + line("2") + "\r\n", 10)).containsExactly("1", "2");
  }

  @Test
  void anEmptyLineIsAProblemOfItsOwn() throws IOException {
    assertThat(read(line("1") + "\n\n" + line("2") + "\n", 10))
        .containsExactly("1", "an empty line", "2");
  }

  @Test
  void endsWithTheInput() throws IOException {
    assertThat(read("", 10)).isEmpty();
  }

  @Test
  void takesALineOf20Megabytes() throws IOException {
    String payload = "\"" + "x".repeat(20 << 20) + "\"";
    String text = line("1") + "\n" + line(payload) + "\n" + line("2") + "\n";
    List<Message> messages = readAll(dribbling(text, 1 << 20), 1 << 26);
    assertThat(payloads(messages)).containsExactly("1", payload, "2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000, 10_000_000})
  void dropsWhatIsTooLongAndGoesOn(int atMost) throws IOException {
    String text = line("1") + "\n" + "x".repeat(1_000_000) + "\n" + line("2") + "\n";
    assertThat(read(text, atMost))
        .containsExactly("1", "a line of more than " + LONGEST + " bytes", "2");
  }

  @Test
  void takesALineOfTheGreatestLength() throws IOException {
    String longest = line("\"" + "x".repeat(LONGEST - line("\"\"").length()) + "\"");
    assertThat(longest).hasSize(LONGEST);
    String tooLong = " " + longest;
    assertThat(readAll(dribbling(longest + "\n" + tooLong + "\n", 1_000), LONGEST))
        .extracting(Message::problem)
        .containsExactly(null, "a line of more than " + LONGEST + " bytes");
  }

  @Test
  void theEndMayComeWithinALineThatIsTooLong() throws IOException {
    assertThat(read("x".repeat(1_000_000), 1_000))
        .containsExactly("a line of more than " + LONGEST + " bytes");
  }
}
