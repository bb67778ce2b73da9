package dev.glomers.challenge;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * One step of a transaction: {@code ["r", key, value]}, where the value is what was read and null
 * in a request, or another, such as {@code ["w", key, value]} or {@code ["append", key, value]}.
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record MicroOperation(String function, Json key, Json value) {
  private static final String READ = "r";

  public boolean reads() {
    return function.equals(READ);
  }

  /** This read with what it has read. */
  public MicroOperation found(Json read) {
    return new MicroOperation(READ, key, read);
  }

  /**
   * @throws IllegalArgumentException naming what is neither a read nor the one other function
   */
  public static void require(List<MicroOperation> txn, String other) {
    for (MicroOperation each : txn) {
      if (!each.reads() && !each.function.equals(other)) {
        throw new IllegalArgumentException(
            "txn: " + each.function + " is neither " + READ + " nor " + other);
      }
    }
  }
}
