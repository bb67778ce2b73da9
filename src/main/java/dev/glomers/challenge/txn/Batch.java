package dev.glomers.challenge.txn;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * What the sender has applied and the receiver had not when it last spoke. Is itself the
 * acknowledgement of all that the sender has applied.
 *
 * @param incarnation the sender's
 * @param to the receiver's, as the sender knows it; no other may apply the batch
 * @param seen what the sender has applied
 * @param writes the versions that the receiver is not known to have
 */
record Batch(long incarnation, long to, List<Timestamp> seen, List<Write> writes) {

  /**
   * A version of a key.
   *
   * @param writer its writer's place in {@code seen}
   * @param counter its timestamp's counter
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Write(int writer, long counter, Json key, Json value) {}
}
