package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client sends comes back as it came. */
class PayloadTest {
  record Carrier(Json payload) {}

  record Nested(List<List<Json>> payloads) {}

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void comesBackByteForByte(
      @ForAll("json") String payload, @ForAll Random random, @ForAll boolean padded) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "\"type\":\"echo\"",
                "\"msg_id\":7",
                "\"unknown\":{\"payload\":[1]}",
                "\"payload\":" + payload));
    Collections.shuffle(fields, random);
    List<String> envelope =
        new ArrayList<>(
            List.of(
                "\"src\":\"c1\"",
                "\"dest\":\"n1\"",
                "\"id\":3",
                "\"body\":{" + String.join(padded ? " ,\t" : ",", fields) + "}"));
    Collections.shuffle(envelope, random);

    Message message = decode("{" + String.join(",", envelope) + "}");

    assertThat(message.problem()).isNull();
    Json carried = message.body(Carrier.class).payload();
    assertThat(carried).hasToString(payload);
    assertThat(encode(new Carrier(carried)))
        .isEqualTo(
            "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":{\"type\":\"echo_ok\",\"in_reply_to\":7,\"payload\":"
                + payload
                + "}}\n");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void comesBackFromWithinLists(
      @ForAll("json") String first, @ForAll("json") String second, @ForAll("json") String third) {
    String payloads = "[[" + first + "," + second + "],[],[" + third + "]]";
    Message message =
        decode(
            "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"echo\",\"payloads\":"
                + payloads
                + "}}");
    assertThat(encode(message.body(Nested.class))).contains(",\"payloads\":" + payloads + "}");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void isFoundAnywhereInABlockOfLines(@ForAll("json") String payload, @ForAll byte[] before) {
    byte[] line = carrier(payload).getBytes(StandardCharsets.UTF_8);
    byte[] block = new byte[before.length + line.length + 10];
    System.arraycopy(before, 0, block, 0, before.length);
    System.arraycopy(line, 0, block, before.length, line.length);
    Message message = Codec.decode(block, before.length, line.length);
    assertThat(message.body(Carrier.class).payload()).hasToString(payload);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void stringsOfAnyUnicodeSurviveAsText(@ForAll String text) {
    String line = encode(new Carrier(Json.of(text)));
    assertThat(line.strip()).doesNotContain("\n");
    Message message = decode(line.strip());
    assertThat(message.body(Carrier.class).payload().as(String.class)).isEqualTo(text);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void namesOfAnyUnicodeSurvive(@ForAll String src, @ForAll String dest) {
    Line line = new Line();
    Codec.encode(line, src, dest, "t", null, null, new Carrier(Json.NULL));
    Message message = decode(line.toString().strip());
    assertThat(message).extracting(Message::src, Message::dest).containsExactly(src, dest);
  }

  @Example
  void aBodyWithoutFieldsIsWhole() {
    record Ok() {}

    assertThat(encode(new Ok()))
        .isEqualTo(
            "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":{\"type\":\"echo_ok\",\"in_reply_to\":7}}\n");
  }

  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            Arbitraries.of("null", "true", "false", "-0", "1E400", "0.10", "1e-7", "{}", "[]"),
            Arbitraries.bigIntegers()
                .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40))
                .map(BigInteger::toString),
            Arbitraries.bigDecimals().ofScale(30).map(BigDecimal::toString),
            strings());
    return Arbitraries.recursive(() -> scalars, PayloadTest::inArrayOrObject, 0, 4);
  }

  private static Arbitrary<String> inArrayOrObject(Arbitrary<String> json) {
    return Arbitraries.oneOf(
        json,
        json.list().ofMaxSize(3).map(items -> "[" + String.join(" , ", items) + "]"),
        Combinators.combine(strings(), json)
            .as((key, value) -> key + ":" + value)
            .list()
            .ofMaxSize(3)
            .map(fields -> "{" + String.join(",", fields) + "}"));
  }

  /** String literals, with characters as they are and escaped. */
  private static Arbitrary<String> strings() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of("\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\u0000"),
            Arbitraries.of("é", "漢", "😀", "\u2028", "'", "plain"),
            Arbitraries.chars()
                .range(' ', '~')
                .filter(c -> c != '"' && c != '\\')
                .map(String::valueOf));
    return pieces.list().ofMaxSize(6).map(list -> "\"" + String.join("", list) + "\"");
  }

  private static String carrier(String payload) {
    return "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"echo\",\"payload\":"
        + payload
        + "}}";
  }

  private static Message decode(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return Codec.decode(bytes, 0, bytes.length);
  }

  private static String encode(Record body) {
    Line line = new Line();
    Codec.encode(line, "n1", "c1", "echo_ok", null, 7L, body);
    return line.toString();
  }
}
