package dev.glomers.challenge;

import dev.glomers.gossip.Items;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A set that all nodes add to, and that is read as an array, often. */
public final class ReplicatedSet implements Items {
  private final Replication log;

  /** In the order of arrival. */
  private final Set<Json> values = new LinkedHashSet<>();

  /** The values, until there is another; reads are frequent. */
  private @Nullable Json array;

  public ReplicatedSet(Replication log) {
    this.log = log;
  }

  /** Adds a value; done once it is as safe as promised. Reads show the value from then on. */
  public CompletionStage<Void> add(Json value) {
    CompletionStage<Void> safe = values.contains(value) ? log.safe() : log.add(value);
    return safe.thenRun(() -> show(value));
  }

  @Override
  public void take(String origin, int end, Json value) {
    show(value);
  }

  @Override
  public void invariants(Invariants always) {
    always.grows("the number of values that are read", values.size());
  }

  @Override
  public Map<String, ?> shows() {
    return Map.of("values", values.size());
  }

  private void show(Json value) {
    if (values.add(value)) {
      array = null;
    }
  }

  /** Every value once, in the order of arrival. */
  public Json array() {
    if (array == null) {
      array = Json.of(values);
    }
    return array;
  }
}
