package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are equal by what they are, not by how they are spelt. */
class JsonTest {
  private static final ObjectMapper INDENTING =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Pair(int one, Optional<Json> other) {}

  private record Named(Optional<Integer> one, int other) {}

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "[1,null]", "[1,[2]]"})
  void whatIsOptionalMayBeMissingFromAnArray(String text) {
    assertThat(Json.of(json(text).as(Pair.class))).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"other\":1}", "{\"one\":2,\"other\":1}"})
  void whatIsOptionalMayBeMissingFromAnObject(String text) {
    assertThat(Json.of(json(text).as(Named.class))).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "7#7",
        "\"é\"#\"\\u00e9\"",
        "\"é\"#\"\\u00E9\"",
        "\"a\"#\"\\u0061\"",
        "\"/\"#\"\\/\"",
        "\"\\n\"#\"\\u000a\"",
        "\"😀\"#\"\\uD83D\\ude00\"",
        "\"\\ud800\"#\"\\uD800\"",
        "[\"é\",1]#[ \"\\u00e9\" ,\t1 ]",
        "[[],{}]#[[ ],{ }]",
        "{\"a\":1,\"b\":[true,null]}#{ \"b\": [true, null], \"\\u0061\": 1 }",
        "{\"a\":{\"b\":1,\"é\":2}}#{\"a\":{\"\\u00e9\":2,\"b\":1}}",
        "{\"a\":2}#{\"a\":1,\"a\":2}",
        "0#-0",
        "[0]#[-0]",
        "0.0#-0.00",
        "1e2#100.0",
        "1E+2#0.1e3",
        "[1.50]#[1.5]",
        "1e400#10.0E399",
      })
  void ofOneValueAreEqual(String one, String other) {
    assertThat(json(one)).isEqualTo(json(other)).hasSameHashCodeAs(json(other));
    assertThat(json(other)).isEqualTo(json(one)).hasToString(other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "1#1.0",
        "100#1e2",
        "0#0.0",
        "1#\"1\"",
        "null#\"null\"",
        "1e400#1e401",
        "0.1#0.10000000000000000000001",
        "9007199254740993#9007199254740992",
        "\"\\ud800\"#\"?\"",
        "\"\\ud800\"#\"\\udc00\"",
        "\"\\ud800\"#\"\\\\ud800\"",
        "\"e\"#\"é\"",
        "\"é\"#\"e\\u0301\"",
        "[\"a\",\"b\"]#[\"a\\\",\\\"b\"]",
        "[1,2]#[2,1]",
        "[1,2]#[12]",
        "{\"a\":1}#{\"a\":1,\"b\":null}",
        "{\"a\":\"b\"}#[\"a\",\"b\"]",
        "[]#{}",
      })
  void ofTwoValuesAreNot(String one, String other) {
    assertThat(json(one)).isNotEqualTo(json(other));
    assertThat(json(other)).isNotEqualTo(json(one));
  }

  @Property(tries = 300)
  void ofAnyStringAreEqual(@ForAll String text) throws JsonProcessingException {
    Json escaped = json(INDENTING.writeValueAsString(new String[] {text}));
    Json plain = Json.of(List.of(text));
    assertThat(escaped).isEqualTo(plain).hasSameHashCodeAs(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "1e99999999999, 1e99999999998",
    "100E2147483647, 10E2147483648",
    "1.0e-2147483647, 0.1e-2147483646",
  })
  void beyondWhatCanBeComparedGoByTheirTexts(String one, String other) {
    assertThat(json(one)).isEqualTo(json(one)).isNotEqualTo(json(other));
  }

  @Test
  void areComparedQuicklyHoweverDeepOrLongTheyAre() {
    String deep = "{\"a\":".repeat(9000) + "1" + "}".repeat(9000);
    assertThat(json(deep)).isEqualTo(json(deep)).isNotEqualTo(json(deep.replace("1", "1 ")));
    String shallow = "{\"a\":".repeat(400) + "1" + "}".repeat(400);
    assertThat(json(shallow)).isEqualTo(json(shallow.replace("1", "1 ")));
    String precise = "0." + "123456789".repeat(500_000);
    assertThat(json(precise)).isEqualTo(json(precise)).isNotEqualTo(json(precise + "0"));
  }

  @Test
  void ofJavaAreEqualByTheirTexts() {
    assertThat(Json.of(1)).isEqualTo(Json.of(1L)).hasSameHashCodeAs(Json.of(1L));
    assertThat(Json.of(Json.of("x"))).isEqualTo(Json.of("x"));
    assertThat(json("null").isNull()).isTrue();
    assertThat(Json.of("\ud800")).hasToString("\"\\ud800\"").isEqualTo(json("\"\\ud800\""));
  }

  private static Json json(String text) {
    return Json.ofTrustedText(text.getBytes(StandardCharsets.UTF_8));
  }
}
