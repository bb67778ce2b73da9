package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that knows the record for a type must behave like one that does not. */
class KnownBodyTest {
  record Add(int delta, List<Json> to) {}

  private static Message decode(String... fields) {
    String line =
        "{\"dest\":\"n1\",\"body\":{%s},\"src\":\"c1\"}".formatted(String.join(",", fields));
    byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Codec.decode(bytes, 0, bytes.length, type -> type.equals("add") ? Add.class : null);
  }

  @Test
  void aBodyWhoseTypeComesFirstIsReadOnce() {
    Message message = decode("'type':'add'", "'delta':1", "'to':['a',2]", "'msg_id':7");
    assertThat(message.body(Add.class)).isSameAs(message.body(Add.class));
    assertThat(message.msgId()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void theOrderOfItsFieldsMakesNoDifference(List<String> fields) {
    Message message = decode(fields.toArray(String[]::new));
    assertThat(message.problem()).isNull();
    assertThat(message.src()).isEqualTo("c1");
    assertThat(message.type()).isEqualTo("add");
    assertThat(message.msgId()).isEqualTo(7);
    assertThat(message.body(Add.class)).isEqualTo(new Add(1, List.of(Json.of("a"), Json.of(2))));
  }

  private static Stream<List<String>> orders() {
    return orders(
        List.of("'type':'add'", "'msg_id':7", "'delta':1", "'to':['a',2]", "'else':{'delta':[3]}"));
  }

  private static Stream<List<String>> orders(List<String> fields) {
    return fields.isEmpty()
        ? Stream.of(List.of())
        : fields.stream().flatMap(first -> orders(without(fields, first)).map(o -> with(first, o)));
  }

  private static List<String> without(List<String> fields, String one) {
    return fields.stream().filter(field -> !field.equals(one)).toList();
  }

  private static List<String> with(String first, List<String> others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"'delta':[{'x':1}],'to':[]", "'delta':null,'to':[]", "'to':[]"})
  void aBodyThatDoesNotFitIsRefusedWhenItIsAskedFor(String fields) {
    Message message = decode("'type':'add'", fields, "'msg_id':7");
    assertThat(message.problem()).isNull();
    assertThat(message.msgId()).isEqualTo(7);
    assertThatThrownBy(() -> message.body(Add.class))
        .isInstanceOf(RpcException.class)
        .hasMessageStartingWith("delta: ");
  }

  @Test
  void whatIsNotJsonIsNotJson() {
    assertThat(decode("'type':'add'", "'delta':'x'", "'to':[}").problem()).startsWith("not JSON");
  }

  @Test
  void ofTwoBodiesTheLastOneCounts() {
    Message message =
        decode("'type':'add','delta':1,'to':[],'msg_id':7},'body':{'type':'add','to':[],'delta':2");
    assertThat(message.body(Add.class)).isEqualTo(new Add(2, List.of()));
    assertThat(message.msgId()).isNull();
  }

  @Test
  void anotherRecordThanTheExpectedOneCanBeAskedFor() {
    record Delta(long delta) {}
    assertThat(decode("'type':'add'", "'delta':1", "'to':[]").body(Delta.class))
        .isEqualTo(new Delta(1));
  }
}
