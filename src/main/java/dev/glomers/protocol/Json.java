package dev.glomers.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any JSON value, kept as the text it came as: integers of any size, decimals, escapes and the
 * order of fields survive a round trip. Two values are equal when their texts are.
 */
@JsonSerialize(using = Json.Serializer.class)
@JsonDeserialize(using = Json.Deserializer.class)
public final class Json {
  public static final Json NULL = new Json("null".getBytes(StandardCharsets.UTF_8));

  private final byte[] text;

  private Json(byte[] text) {
    this.text = text;
  }

  /** The JSON of a Java value: a record, a collection, a string, a number. */
  public static Json of(Object value) {
    return value instanceof Json json ? json : new Json(Codec.write(value));
  }

  /** Wraps text that is known to be one JSON value; nothing is checked and nothing is copied. */
  public static Json ofTrustedText(byte[] utf8) {
    return new Json(utf8);
  }

  /**
   * This value as a Java type.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} if it does not fit
   */
  public <T> T as(Class<T> type) {
    return Codec.read(text, 0, text.length, type);
  }

  public boolean isNull() {
    return equals(NULL);
  }

  /** The length of the text in bytes. */
  public int length() {
    return text.length;
  }

  /** Copies the text into {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(text, 0, target, offset, text.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && Arrays.equals(text, json.text);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(text);
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return new String(text, StandardCharsets.UTF_8);
  }

  static final class Serializer extends StdSerializer<Json> {
    private static final long serialVersionUID = 1L;

    Serializer() {
      super(Json.class);
    }

    @Override
    public void serialize(Json value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(new Text(value.text));
    }
  }

  static final class Deserializer extends StdDeserializer<Json> {
    private static final long serialVersionUID = 1L;

    Deserializer() {
      super(Json.class);
    }

    @Override
    public Json deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return new Json(Codec.copyValue(in));
    }

    @Override
    public Json getNullValue(DeserializationContext context) {
      return NULL;
    }
  }

  /** Lets the generator copy the bytes as they are. */
  private static final class Text extends SerializedString {
    private static final long serialVersionUID = 1L;

    Text(byte[] text) {
      super("");
      _unquotedUTF8Ref = text;
    }
  }
}
