package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors that are reported for malformed lines. Single quotes stand for double ones. */
class BadInputTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                          | an empty line",
        "`  `                                                        | an empty line",
        "[]                                                          | not a JSON object",
        "'text'                                                      | not a JSON object",
        "null                                                        | not a JSON object",
        "{'dest':'n1','body':{'type':'t'}}                           | src: missing",
        "{'src':null,'dest':'n1','body':{'type':'t'}}                | src: not a string",
        "{'src':1,'dest':'n1','body':{'type':'t'}}                   | src: not a string",
        "{'src':['c1'],'dest':'n1','body':{'type':'t'}}              | src: not a string",
        "{'src':'c\\ud800','dest':'n1','body':{'type':'t'}}          | src: half of a surrogate pair",
        "{'src':'c1','dest':'\\udc00','body':{'type':'t'}}           | dest: half of a surrogate pair",
        "{'src':'c1','dest':'n1','body':{'type':'\\udc00\\ud800'}}   | body.type: half of a surrogate pair",
        "{'src':'c1','body':{'type':'t'}}                            | dest: missing",
        "{'src':'c1','dest':{},'body':{'type':'t'}}                  | dest: not a string",
        "{'src':'c1','dest':'n1'}                                    | body: missing",
        "{'src':'c1','dest':'n1','body':null}                        | body: not an object",
        "{'src':'c1','dest':'n1','body':[1]}                         | body: not an object",
        "{'src':'c1','dest':'n1','body':'t'}                         | body: not an object",
        "{'src':'c1','dest':'n1','body':{}}                          | body.type: missing",
        "{'src':'c1','dest':'n1','body':{'type':1}}                  | body.type: not a string",
        "{'src':'c1','dest':'n1','body':{'type':'t','msg_id':'1'}}   | body.msg_id: not a 64-bit integer",
        "{'src':'c1','dest':'n1','body':{'type':'t','msg_id':1.5}}   | body.msg_id: not a 64-bit integer",
        "{'src':'c1','dest':'n1','body':{'type':'t','msg_id':null}}  | body.msg_id: not a 64-bit integer",
        "{'src':'c1','dest':'n1','body':{'type':'t','msg_id':9223372036854775808}} | body.msg_id: not a 64-bit integer",
        "{'src':'c1','dest':'n1','body':{'type':'t','in_reply_to':{}}} | body.in_reply_to: not a 64-bit integer",
        "{'src':'c1','dest':'n1','body':{'type':'t'}} {}             | more than one JSON value on a line",
      })
  void saysWhatIsWrong(String line, String problem) {
    assertThat(decode(line).problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{",
        "{'src':'c1','dest':'n1','body':{'type':'t'}",
        "{'src':'c1','dest':'n1','body':{'type':'t'}}}",
        "{'src':'c1',}",
        "{'src':'c1','dest':'n1','body':{'type':'t','x':01}}",
        "{'src':'c1','dest':'n1','body':{'type':'t','x':NaN}}",
        "{'src':'c1','dest':'n1','body':{'type':'t','\\ud800':1}}"
      })
  void saysThatItIsNotJson(String line) {
    assertThat(decode(line).problem()).startsWith("not JSON: ").hasLineCount(1);
  }

  @Test
  void invalidUtf8IsNotJson() {
    byte[] line = bytes("{'src':'c1','dest':'n1','body':{'type':'t','x':'?'}}");
    line[indexOf(line, '?')] = (byte) 0xff;
    assertThat(Codec.decode(line, 0, line.length).problem()).startsWith("not JSON: ");
  }

  @Test
  void nestingIsLimited() {
    String line = "{'src':'c1','dest':'n1','body':{'type':'t','x':%s%s}}";
    assertThat(decode(line.formatted("[".repeat(5_000), "]".repeat(5_000))).problem()).isNull();
    assertThat(decode(line.formatted("[".repeat(100_000), "]".repeat(100_000))).problem())
        .startsWith("not JSON: ");
  }

  @Test
  void whatCouldBeReadIsKept() {
    Message message = decode("{'src':'c1','dest':'n1','body':{'msg_id':7}}");
    assertThat(message)
        .extracting(Message::src, Message::dest, Message::msgId)
        .containsExactly("c1", "n1", 7L);
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Pair(int left, BigInteger right) {}

  record Everything(
      long delta,
      boolean flag,
      String nodeId,
      List<String> nodeIds,
      Map<String, Long> offsets,
      Pair pair,
      List<Pair> pairs,
      Json any) {
    Everything {
      if (delta < 0) {
        throw new IllegalArgumentException("delta: negative");
      }
    }
  }

  private static final String FIELDS =
      "'delta':1,'flag':true,'node_id':'n1','node_ids':['n1'],'offsets':{'k':1},'pair':[1,2],"
          + "'pairs':[[1,2]],'any':0";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'delta':1,       | ``                        | delta: missing",
        "'delta':1        | 'delta':null              | delta: null",
        "'delta':1        | 'delta':1.5               | delta: not a 64-bit integer",
        "'delta':1        | 'delta':1e3               | delta: not a 64-bit integer",
        "'delta':1        | 'delta':'1'               | delta: not a 64-bit integer",
        "'delta':1        | 'delta':true              | delta: not a 64-bit integer",
        "'delta':1        | 'delta':9223372036854775808 | delta: not a 64-bit integer",
        "'delta':1        | 'delta':-1                | body: delta: negative",
        "'flag':true      | 'flag':1                  | flag: not a boolean",
        "'node_id':'n1'   | 'node_id':1               | node_id: not a string",
        "'node_id':'n1'   | 'node_id':null            | node_id: null   ",
        "'node_id':'n1'   | 'node_id':'a\\ud83d\\ude00\\ud83d' | node_id: half of a surrogate pair",
        "'node_ids':['n1'] | 'node_ids':['\\ud800'] | node_ids[0]: half of a surrogate pair",
        "'node_ids':['n1'] | 'node_ids':'n1'          | node_ids: not an array",
        "'node_ids':['n1'] | 'node_ids':{}            | node_ids: not an array",
        "'node_ids':['n1'] | 'node_ids':['n1',2]      | node_ids[1]: not a string",
        "'node_ids':['n1'] | 'node_ids':[null]        | node_ids[0]: null",
        "{'k':1}          | []                        | offsets: not an object",
        "{'k':1}          | {'k':'1'}                 | offsets.k: not a 64-bit integer",
        "{'k':1}          | {'k':null}                | offsets.k: null",
        "'pair':[1,2]     | 'pair':{}                 | pair: not an array",
        "'pair':[1,2]     | 'pair':[1]                | pair.right: missing",
        "'pair':[1,2]     | 'pair':[2147483648,2]     | pair[0]: not a 32-bit integer",
        "'pairs':[[1,2]]  | 'pairs':[[1,2],[1,'x']]   | pairs[1][1]: not an integer",
        "'pairs':[[1,2]]  | 'pairs':[null]            | pairs[0]: null",
        ",'any':0         | ``                        | any: missing",
      })
  void namesTheFieldThatDoesNotFit(String good, String bad, String text) {
    Message message = message(FIELDS.replace(good, bad));
    assertThatThrownBy(() -> message.body(Everything.class))
        .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(12))
        .hasMessage(text);
  }

  @Test
  void whatIsOnlyCarriedMayBeHalfAPairButMustBeUtf8() {
    String half = FIELDS.replace("'any':0", "'any':'\\ud800'");
    assertThat(message(half).body(Everything.class).any()).hasToString("\"\\ud800\"");
    String pair = FIELDS.replace("'node_id':'n1'", "'node_id':'\\ud83d\\ude00'");
    assertThat(message(pair).body(Everything.class).nodeId()).isEqualTo("\ud83d\ude00");
    for (String bad :
        new String[] {"\u00ed\u00a0\u0080", "\u00c0\u0080", "\u00f5\u0090\u0080\u0080"}) {
      String line = "{'src':'c1','dest':'n1','body':{'type':'t'," + FIELDS + "}}";
      byte[] bytes =
          line.replace("'any':0", "'any':['" + bad + "',0]")
              .replace('\'', '"')
              .getBytes(StandardCharsets.ISO_8859_1);
      Message message = Codec.decode(bytes, 0, bytes.length, type -> Everything.class);
      assertThat(message.src()).isEqualTo("c1");
      assertThatThrownBy(() -> message.body(Everything.class)).hasMessage("any: not UTF-8");
    }
  }

  @Test
  void nullIsAPayload() {
    Everything body = message(FIELDS.replace("'any':0", "'any':null")).body(Everything.class);
    assertThat(body.any()).isEqualTo(Json.NULL);
  }

  record Payloads(List<Json> list, Map<String, Json> map, List<List<Json>> nested) {}

  @Test
  void nullIsAPayloadInsideOfOthers() {
    Payloads body =
        message("'list':[null],'map':{'k':null},'nested':[[null]]").body(Payloads.class);
    assertThat(body)
        .isEqualTo(
            new Payloads(List.of(Json.NULL), Map.of("k", Json.NULL), List.of(List.of(Json.NULL))));
  }

  private static Message message(String fields) {
    Message message = decode("{'src':'c1','dest':'n1','body':{'type':'t'," + fields + "}}");
    assertThat(message.problem()).isNull();
    return message;
  }

  private static Message decode(String line) {
    byte[] bytes = bytes(line);
    return Codec.decode(bytes, 0, bytes.length);
  }

  private static byte[] bytes(String line) {
    return line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] bytes, char c) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == c) {
        return i;
      }
    }
    throw new AssertionError(c);
  }
}
