package dev.glomers.consensus;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The disks of some nodes: each keeps what was written 5 ms before the node was killed. */
final class Disks {
  private static final Duration SYNC = Duration.ofMillis(5);

  private final Map<String, List<Json>> records = new HashMap<>();

  /** The disk of whoever opens it. Timers of a node that was killed do not run. */
  Storage of(Scheduler scheduler) {
    return new Storage() {
      private String node = "";

      @Override
      public CompletionStage<Void> open(String opener, Consumer<Json> record) {
        node = opener;
        List.copyOf(records.getOrDefault(node, List.of())).forEach(record);
        return CompletableFuture.completedStage(null);
      }

      @Override
      public CompletionStage<Void> append(List<?> added) {
        List<Json> texts = texts(added);
        return later(() -> records.computeIfAbsent(node, any -> new ArrayList<>()).addAll(texts));
      }

      @Override
      public CompletionStage<Void> replace(List<?> all) {
        List<Json> texts = texts(all);
        return later(() -> records.put(node, new ArrayList<>(texts)));
      }

      private CompletionStage<Void> later(Runnable write) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        scheduler.after(
            SYNC,
            () -> {
              write.run();
              done.complete(null);
            });
        return done;
      }
    };
  }

  private static List<Json> texts(List<?> values) {
    return values.stream().map(Json::of).toList();
  }

  /** How many records a node's disk has. */
  int records(String node) {
    return records.getOrDefault(node, List.of()).size();
  }
}
