package dev.glomers.runtime;

import dev.glomers.protocol.Json;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Keeps records beyond the death of the process, in a journal that only grows or is replaced as a
 * whole. All is called, and all stages complete, on the event loop, in the order of the calls.
 *
 * <p>A node whose storage has failed ends, with a line that says why: if its journal cannot be
 * opened, and if nothing is known any more about what is on disk. Then no stage completes well.
 */
public interface Storage {
  /**
   * Opens a node's journal; called once, before anything else. The stage fails with {@link
   * StorageException} if another process has it open, or if it is damaged elsewhere than at its
   * end: then what was given means nothing. An end that is damaged, or was never wholly written, is
   * cut off.
   *
   * @param record is given what is durable, one after the other, before the stage completes;
   *     perhaps by another thread, so it must keep to itself until then
   */
  CompletionStage<Void> open(String node, Consumer<Json> record);

  /**
   * Appends records; done once they are durable. What comes while others are on their way to the
   * disk shares the next write. Fails with {@link StorageException.Full} if the disk is full: then
   * none of the records is kept, and never will be, and later ones may fare better.
   *
   * @param records what {@link Json#of} makes JSON of; they never change from now on, for another
   *     thread may do it
   */
  CompletionStage<Void> append(List<?> records);

  /**
   * Puts these records in place of all that were appended so far, whatever happens meanwhile: after
   * a start it is all of the old ones or all of the new. Fails with {@link StorageException.Full}
   * if the disk is full: then the old ones stay.
   *
   * @param records as above
   */
  CompletionStage<Void> replace(List<?> records);
}
