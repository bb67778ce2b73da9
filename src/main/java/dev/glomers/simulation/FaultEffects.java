package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Describes in words what the faults of some runs did. */
public final class FaultEffects {
  private static final String STARTED = "started";

  private final Map<String, Map<String, Long>> byFault = new TreeMap<>();

  /** Adds the effects of a run, see {@link Run#effects()}. */
  public FaultEffects add(Map<String, Long> effects) {
    effects.forEach(
        (effect, count) -> {
          String[] words = effect.split(": ", 2);
          byFault
              .computeIfAbsent(words[0], fault -> new TreeMap<>())
              .merge(words[1], count, Long::sum);
        });
    return this;
  }

  /** Whether there were faults, of which none did anything. */
  public boolean provesNothing() {
    return !byFault.isEmpty()
        && byFault.values().stream()
            .allMatch(effects -> Set.of(STARTED).containsAll(effects.keySet()));
  }

  /** Such as {@code partition 2: dropped 310; kill 1: killed 3}; empty if there were no faults. */
  @Override
  public String toString() {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, Map<String, Long>> fault : byFault.entrySet()) {
      List<String> did = new ArrayList<>();
      String name = fault.getKey();
      for (Map.Entry<String, Long> effect : fault.getValue().entrySet()) {
        if (effect.getKey().equals(STARTED)) {
          name += " " + effect.getValue();
        } else {
          did.add(effect.getKey() + " " + effect.getValue());
        }
      }
      faults.add(name + ": " + (did.isEmpty() ? "did nothing" : String.join(", ", did)));
    }
    return String.join("; ", faults) + (provesNothing() ? "; so this proves nothing" : "");
  }
}
