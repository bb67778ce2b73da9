package dev.glomers.simulation.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glomers.protocol.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request in the form that it has in a Jepsen history, if Maelstrom's clients make it too. Values
 * are numbers, strings, booleans, null, {@link us.bpsm.edn.Keyword}s, and lists and maps of them.
 */
public interface JepsenForm {
  /** The {@code :value} of its invocation, and of each completion that is not ok; often null. */
  default @Nullable Object invoked() {
    return null;
  }

  /**
   * The {@code :value} of a completion that is ok.
   *
   * @param result the client's result
   */
  default @Nullable Object completed(@Nullable Object result) {
    return invoked();
  }

  /**
   * Further attributes of the operation, by name.
   *
   * @param last whether it is one of the final operations
   */
  default Map<String, ?> attributes(boolean last) {
    return Map.of();
  }

  /** A JSON value that a node sent. */
  static @Nullable Object plain(Json json) {
    try {
      return new ObjectMapper().readValue(json.toString(), Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
