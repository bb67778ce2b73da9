package dev.glomers.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON text, read token by token from beginning to end. */
final class Input implements Closeable {
  /** Lines with deeper nesting are refused. */
  private static final int MAX_DEPTH = 10_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final byte[] text;
  private final int offset;
  private final JsonParser parser;

  Input(byte[] text, int offset, int length) throws IOException {
    this.text = text;
    this.offset = offset;
    parser = FACTORY.createParser(text, offset, length);
  }

  /** Advances to the next token; null at the end. */
  @Nullable JsonToken next() throws IOException {
    return parser.nextToken();
  }

  JsonToken token() {
    return parser.currentToken();
  }

  void expectObject() throws Misfit {
    expect(JsonToken.START_OBJECT, "not an object");
  }

  void expectArray() throws Misfit {
    expect(JsonToken.START_ARRAY, "not an array");
  }

  private void expect(JsonToken expected, String otherwise) throws Misfit {
    if (token() != expected) {
      throw new Misfit(otherwise);
    }
  }

  /** Advances to the value of an object's next field; null at the object's end. */
  @Nullable String nextField() throws IOException {
    String name = parser.nextFieldName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** Advances to an array's next element; false at the array's end. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Advances to the last token of this value. */
  void skip() throws IOException {
    parser.skipChildren();
    parser.finishToken();
  }

  /** A string of valid Unicode, so that it can be written again, also as a field's name. */
  String string() throws IOException {
    expect(JsonToken.VALUE_STRING, "not a string");
    String text = characters();
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (c > Character.MAX_VALUE) {
        i++;
      } else if (Character.isSurrogate((char) c)) {
        throw new Misfit("half of a surrogate pair");
      }
    }
    return text;
  }

  /** The characters of a string, even if they are not valid Unicode. */
  String characters() throws IOException {
    return parser.getText();
  }

  boolean bool() throws IOException {
    if (!token().isBoolean()) {
      throw new Misfit("not a boolean");
    }
    return parser.getBooleanValue();
  }

  int int32() throws IOException {
    integer("not a 32-bit integer", NumberType.INT);
    return parser.getIntValue();
  }

  long int64() throws IOException {
    integer("not a 64-bit integer", NumberType.LONG);
    return parser.getLongValue();
  }

  BigInteger integer() throws IOException {
    integer("not an integer", NumberType.BIG_INTEGER);
    return parser.getBigIntegerValue();
  }

  private void integer(String otherwise, NumberType largest) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, otherwise);
    if (parser.getNumberType().compareTo(largest) > 0) {
      throw new Misfit(otherwise);
    }
  }

  /** Where this token begins in the input's bytes. */
  int tokenStart() {
    return offset + (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Where this token ends in the input's bytes. */
  int tokenEnd() {
    return offset + (int) parser.currentLocation().getByteOffset();
  }

  /** Copies the text of this value; advances to its last token. */
  byte[] copy() throws IOException {
    int start = tokenStart();
    skip();
    byte[] copy = Arrays.copyOfRange(text, start, tokenEnd());
    for (byte b : copy) {
      if (b < 0) {
        requireUtf8(copy);
        break;
      }
    }
    return copy;
  }

  /** The parser has not checked the strings that were not requested. */
  private static void requireUtf8(byte[] text) throws Misfit {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new Misfit("not UTF-8");
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
