package dev.glomers.simulation.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Message;
import java.io.IOException;

/**
 * Reads replies that have one field, and none else but those that every body may have, as strictly
 * as Maelstrom's schemas; most of a run's time would go by in a general mapping.
 */
public final class SingleField {
  private static final JsonFactory JSON = new JsonFactory();

  private SingleField() {}

  /** Reads the value at whose first token the parser stands, up to its last. */
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
   * @throws IllegalArgumentException if the parser stands at another token
   */
  public static void expect(JsonParser in, JsonToken token) {
    if (in.currentToken() != token) {
      throw new IllegalArgumentException(
          "%s where %s should be".formatted(in.currentToken(), token));
    }
  }
}
