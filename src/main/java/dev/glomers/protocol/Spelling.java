package dev.glomers.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the canonical one of all texts that {@link Json#equals} treats as the same value. */
final class Spelling {
  private static final int MAX_DEPTH = 500;

  /** Longer decimals take too long to compare: nobody should be able to make a node do that. */
  private static final int MAX_DECIMAL = 1000;

  private Spelling() {}

  /**
   * Whether a quick scan shows a text to be canonical: a string without escapes, or any value
   * without escapes, objects, whitespace, decimals and {@code -0}.
   */
  static boolean isPlain(byte[] text) {
    boolean string = text[0] == '"';
    for (int i = 0; i < text.length; i++) {
      byte b = text[i];
      if (b == '\\' || (!string && (b == '{' || b == '.' || (b | 0x20) == 'e' || isBlank(b)))) {
        return false;
      }
      if (!string && b == '0' && i > 0 && text[i - 1] == '-') {
        return false;
      }
    }
    return true;
  }

  // The bytes of non-ASCII characters are negative.
  private static boolean isBlank(byte b) {
    return b >= 0 && b <= ' ';
  }

  static Json of(byte[] text) {
    try (Input in = new Input(text, 0, text.length)) {
      in.next();
      return Json.of(read(in, MAX_DEPTH));
    } catch (IOException e) {
      return Json.ofTrustedText(text);
    }
  }

  /** Reads a value as an object that {@link Line#value} always writes the same way. */
  private static Object read(Input in, int depth) throws IOException {
    JsonToken token = in.token();
    if (token == JsonToken.VALUE_STRING) {
      return in.characters();
    } else if (token == JsonToken.START_OBJECT && depth > 0) {
      Map<String, Object> fields = new TreeMap<>();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        fields.put(name, read(in, depth - 1));
      }
      return fields;
    } else if (token == JsonToken.START_ARRAY && depth > 0) {
      List<Object> elements = new ArrayList<>();
      while (in.nextElement()) {
        elements.add(read(in, depth - 1));
      }
      return elements;
    }
    Json json = Json.ofTrustedText(in.copy());
    if (token == JsonToken.VALUE_NUMBER_FLOAT && json.length() <= MAX_DECIMAL) {
      return decimal(json);
    }
    return json.toString().equals("-0") ? Json.of(0) : json;
  }

  private static Json decimal(Json json) {
    try {
      BigDecimal decimal = new BigDecimal(json.toString()).stripTrailingZeros();
      String exact = decimal.unscaledValue() + "E" + -(long) decimal.scale();
      return Json.ofTrustedText(exact.getBytes(StandardCharsets.US_ASCII));
    } catch (ArithmeticException | NumberFormatException e) {
      // The exponent is beyond 32 bits.
      return json;
    }
  }
}
