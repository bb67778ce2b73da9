package dev.glomers.simulation.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Message;
import java.io.IOException;

/**
 * Parses replies that have one field besides those that every body may have, as strictly as
 * Maelstrom's schemas. A general mapping would take most of a run's time.
 */
public final class SingleField {
  private static final JsonFactory JSON = new JsonFactory();

  private SingleField() {}

  /** Reads a value; the parser is at its first token and ends at its last. */
  @FunctionalInterface
  public interface Reader<R> {
    R read(JsonParser in) throws IOException;
  }

  /**
   * The value of the field.
   *
   * @throws IllegalArgumentException if the reply does not fit
   */
  public static <R> R read(Message reply, String field, Reader<R> reader) {
    try (JsonParser in = JSON.createParser(reply.line(), reply.bodyOffset(), reply.bodyLength())) {
      R result = null;
      in.nextToken();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        if (name.equals(field)) {
          result = reader.read(in);
        } else if (!name.equals("type") && !name.equals("in_reply_to") && !name.equals("msg_id")) {
          throw new IllegalArgumentException(name + ": not in the protocol");
        }
      }
      if (result == null) {
        throw new IllegalArgumentException(field + ": missing");
      }
      return result;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * @throws IllegalArgumentException if the parser is at another token
   */
  public static void expect(JsonParser in, JsonToken token) {
    if (in.currentToken() != token) {
      throw new IllegalArgumentException(
          "found %s instead of %s".formatted(in.currentToken(), token));
    }
  }
}
