package dev.glomers.challenge;

import dev.glomers.protocol.Json;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of values that is read as an array, often. */
public final class DistinctValues {
  /** Asked, never iterated over. */
  private final Set<Json> values = new HashSet<>();

  /** The array's text without its end: a read copies it, and encodes nothing. */
  private byte[] text = {'['};

  private int length = 1;
  private @Nullable Json array;

  public boolean contains(Json value) {
    return values.contains(value);
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }

  /** Adds a value if it is not there. */
  public void add(Json value) {
    if (!values.add(value)) {
      return;
    }
    int needed = length + value.length() + 1;
    if (needed > text.length) {
      text = Arrays.copyOf(text, Math.max(needed, text.length * 2));
    }
    if (length > 1) {
      text[length++] = ',';
    }
    value.copyTo(text, length);
    length += value.length();
    array = null;
  }

  /** Every value once, in the order in which they came. */
  public Json array() {
    if (array == null) {
      byte[] copy = Arrays.copyOf(text, length + 1);
      copy[length] = ']';
      array = Json.ofTrustedText(copy);
    }
    return array;
  }
}
