package dev.glomers.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Messages to lines and back. */
public final class Codec {
  /** Depth of nesting beyond which a line is refused. */
  private static final int MAX_DEPTH = 10_000;

  private static final ObjectMapper MAPPER = mapper();
  private static final Map<Class<?>, ObjectReader> READERS = new ConcurrentHashMap<>();

  private Codec() {}

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            // A payload is copied out of the line that it came in, so its place must be known.
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    JsonMapper.Builder mapper =
        JsonMapper.builder(factory)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      mapper.withCoercionConfig(
          LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
    }
    return mapper.build();
  }

  /** Reads one line without its line end. Never fails: what is wrong becomes the problem. */
  public static Message decode(byte[] line, int offset, int length) {
    Envelope envelope = new Envelope();
    try (JsonParser in = MAPPER.getFactory().createParser(line, offset, length)) {
      envelope.read(in, offset);
    } catch (JsonProcessingException e) {
      envelope.problem = "not JSON: " + e.getOriginalMessage();
    } catch (IOException e) {
      // Invalid UTF-8 is the one failure of reading from memory.
      envelope.problem = "not JSON: " + e.getMessage();
    }
    return envelope.message(line);
  }

  /**
   * Appends the line of a message, with its line end.
   *
   * @param msgId the number of a request; null if no reply is wanted
   * @param inReplyTo the request that this replies to; null if it is none
   */
  public static void encode(
      Line out,
      String src,
      String dest,
      String type,
      @Nullable Long msgId,
      @Nullable Long inReplyTo,
      Object body) {
    out.text("{\"src\":").quoted(src).text(",\"dest\":").quoted(dest).text(",\"body\":{\"type\":");
    out.quoted(type);
    if (msgId != null) {
      out.text(",\"msg_id\":").number(msgId);
    }
    if (inReplyTo != null) {
      out.text(",\"in_reply_to\":").number(inReplyTo);
    }
    int fields = out.length();
    write(body, out);
    // The record's own fields continue the object that has been begun.
    if (out.length() == fields + 2) {
      out.truncate(fields).text("}");
    } else {
      out.replace(fields, (byte) ',');
    }
    out.text("}\n");
  }

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
    }
  }

  private static void write(Object value, Line out) {
    try (JsonGenerator generator = MAPPER.getFactory().createGenerator(out)) {
      MAPPER.writeValue(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON for " + value.getClass(), e);
    }
  }

  static <T> T read(byte[] text, int offset, int length, Class<T> type) {
    try {
      return READERS.computeIfAbsent(type, MAPPER::readerFor).readValue(text, offset, length);
    } catch (JsonMappingException e) {
      throw malformed(path(e) + ": " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw malformed(e.getOriginalMessage());
    } catch (IOException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static RpcException malformed(String text) {
    return new RpcException(ErrorCode.MALFORMED_REQUEST, text);
  }

  /** The place of a misfit, such as {@code offsets.k1} or {@code txn[2]}. */
  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }

  /** The bytes of the value at which the parser stands; leaves it on the value's last token. */
  static byte[] copyValue(JsonParser in) throws IOException {
    ContentReference source = in.currentTokenLocation().contentReference();
    long start = in.currentTokenLocation().getByteOffset();
    if (source.getRawContent() instanceof byte[] line && start >= 0) {
      skipValue(in);
      int base = source.contentOffset();
      return Arrays.copyOfRange(
          line, base + (int) start, base + (int) in.currentLocation().getByteOffset());
    }
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (JsonGenerator out = MAPPER.getFactory().createGenerator(copy)) {
      out.copyCurrentStructureExact(in);
    }
    return copy.toByteArray();
  }

  private static void skipValue(JsonParser in) throws IOException {
    in.skipChildren();
    in.finishToken();
  }

  /** What is gathered while a line is read. */
  private static final class Envelope {
    private @Nullable String src;
    private @Nullable String dest;
    private @Nullable String type;
    private @Nullable Long msgId;
    private @Nullable Long inReplyTo;
    private int bodyOffset;
    private int bodyLength;
    private @Nullable String problem;

    void read(JsonParser in, int offset) throws IOException {
      JsonToken first = in.nextToken();
      if (first != JsonToken.START_OBJECT) {
        problem = first == null ? "an empty line" : "not a JSON object";
        return;
      }
      boolean hasBody = false;
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        switch (field) {
          case "src" -> src = string(in, "src");
          case "dest" -> dest = string(in, "dest");
          case "body" -> {
            hasBody = true;
            bodyOffset = offset + (int) in.currentTokenLocation().getByteOffset();
            readBody(in);
            bodyLength = offset + (int) in.currentLocation().getByteOffset() - bodyOffset;
          }
          default -> skipValue(in);
        }
      }
      if (in.nextToken() != null) {
        fail("more than one JSON value on a line");
      } else if (src == null) {
        fail("src: missing");
      } else if (dest == null) {
        fail("dest: missing");
      } else if (!hasBody) {
        fail("body: missing");
      } else if (type == null) {
        fail("body.type: missing");
      }
    }

    private void readBody(JsonParser in) throws IOException {
      if (!in.isExpectedStartObjectToken()) {
        fail("body: not an object");
        skipValue(in);
        return;
      }
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        switch (field) {
          case "type" -> type = string(in, "body.type");
          case "msg_id" -> msgId = integer(in, "body.msg_id");
          case "in_reply_to" -> inReplyTo = integer(in, "body.in_reply_to");
          default -> skipValue(in);
        }
      }
    }

    private @Nullable String string(JsonParser in, String field) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_STRING) {
        return in.getText();
      }
      fail(field + ": not a string");
      skipValue(in);
      return null;
    }

    private @Nullable Long integer(JsonParser in, String field) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
          && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        return in.getLongValue();
      }
      fail(field + ": not a 64-bit integer");
      skipValue(in);
      return null;
    }

    /** The first problem is the one that is told. */
    private void fail(String what) {
      if (problem == null) {
        problem = what;
      }
    }

    Message message(byte[] line) {
      return new Message(src, dest, type, msgId, inReplyTo, line, bodyOffset, bodyLength, problem);
    }
  }
}
