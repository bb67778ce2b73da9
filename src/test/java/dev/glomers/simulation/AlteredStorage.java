package dev.glomers.simulation;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Storage;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Storage of which tests override a part. */
public class AlteredStorage implements Storage {
  private final Storage disk;

  public AlteredStorage(Storage disk) {
    this.disk = disk;
  }

  @Override
  public CompletionStage<Void> open(String node, Consumer<Json> record) {
    return disk.open(node, record);
  }

  @Override
  public CompletionStage<Void> append(List<?> records) {
    return disk.append(records);
  }

  @Override
  public CompletionStage<Void> replace(List<?> records) {
    return disk.replace(records);
  }
}
