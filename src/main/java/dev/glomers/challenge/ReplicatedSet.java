package dev.glomers.challenge;

import dev.glomers.gossip.Items;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A set that all nodes add to, and that is read as an array, often. */
public final class ReplicatedSet implements Items {
  private final Replication log;

  /** Only for lookups: its order is not deterministic. */
  private final Set<Json> values = new HashSet<>();

  /**
   * The array as text without the closing bracket, so that a read copies it and encodes nothing.
   */
  private byte[] text = {'['};

  private int length = 1;
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
    if (!values.add(value)) {
      return;
    }
    int needed = length + value.length() + 1;
    if (needed > text.length) {
      text = Arrays.copyOf(text, Math.max(needed, text.length * 2));
    }
    if (length > 1) {
      text[length++] = ',';
    }
    value.copyTo(text, length);
    length += value.length();
    array = null;
  }

  /** Every value once, in the order of arrival. */
  public Json array() {
    if (array == null) {
      byte[] copy = Arrays.copyOf(text, length + 1);
      copy[length] = ']';
      array = Json.ofTrustedText(copy);
    }
    return array;
  }
}
