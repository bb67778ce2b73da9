package dev.glomers.simulation.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads replies as Maelstrom's schemas do: what a schema does not name must not be there. */
public final class ClosedSchema {
  private static final JsonFactory JSON = new JsonFactory();

  private static final ClassValue<Set<String>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> record) {
          Stream<String> own =
              Arrays.stream(record.getRecordComponents())
                  .map(RecordComponent::getName)
                  .map(ClosedSchema::snakeCase);
          return Stream.concat(own, Stream.of("type", "msg_id", "in_reply_to"))
              .collect(Collectors.toUnmodifiableSet());
        }
      };

  private ClosedSchema() {}

  /**
   * The body of a message.
   *
   * @throws IllegalArgumentException if it does not fit the record exactly
   */
  public static <R extends Record> R read(Message message, Class<R> record) {
    try {
      R body = message.body(record);
      refuseOtherFields(message, FIELDS.get(record));
      return body;
    } catch (RpcException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void refuseOtherFields(Message message, Set<String> fields) {
    try (JsonParser in =
        JSON.createParser(message.line(), message.bodyOffset(), message.bodyLength())) {
      in.nextToken();
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        if (!fields.contains(field)) {
          throw new IllegalArgumentException(field + ": not in the protocol");
        }
        in.nextToken();
        in.skipChildren();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
