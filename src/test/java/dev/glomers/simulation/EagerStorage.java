package dev.glomers.simulation;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Storage;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Storage that looks so long to each life that its first write replaces all. */
public class EagerStorage extends AlteredStorage {
  private static final int MANY = 5000;

  public EagerStorage(Storage disk) {
    super(disk);
  }

  @Override
  public CompletionStage<Void> open(String node, Consumer<Json> record) {
    // The birth of a life before the first changes nothing.
    Json nothing = Json.of(List.of(node + ".-1", 0, List.of()));
    Collections.nCopies(MANY, nothing).forEach(record);
    return super.open(node, record);
  }
}
