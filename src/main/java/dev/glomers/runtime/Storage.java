package dev.glomers.runtime;

import dev.glomers.protocol.Json;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Keeps records after the process has ended, in a journal that only grows or is replaced as a
 * whole. All calls are made, and all stages complete, on the event loop, in the order of the calls.
 *
 * <p>If its journal cannot be opened, or the disk's content becomes uncertain, the node ends with
 * status 3 and a line that says why. Then no stage completes successfully.
 */
public interface Storage {
  /**
   * Opens a node's journal; called once, before anything else. The stage fails with {@link
   * StorageException} if another process has the journal open, or if it is damaged before its end;
   * the records passed on until then mean nothing. A damaged or incomplete end is cut off.
   *
   * @param record takes the durable records, one by one, before the stage completes; perhaps on
   *     another thread, so it must share no state until then
   */
  CompletionStage<Void> open(String node, Consumer<Json> record);

  /**
   * Appends records; the stage completes once they are durable. Records that arrive during a write
   * share the next one. Fails with {@link StorageException.Full} if the disk is full: none of the
   * records is ever kept, but later ones may succeed.
   *
   * @param records values for {@link Json#of}; they must not change any more, because another
   *     thread may encode them
   */
  CompletionStage<Void> append(List<?> records);

  /**
   * Replaces all earlier records with these, atomically: after a restart the journal has all of the
   * old records or all of the new. Fails with {@link StorageException.Full} if the disk is full;
   * the old records stay.
   *
   * @param records as above
   */
  CompletionStage<Void> replace(List<?> records);
}
