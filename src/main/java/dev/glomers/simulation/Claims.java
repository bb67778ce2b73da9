package dev.glomers.simulation;

import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the nodes' claims after each of their events. Sequences are compared among living nodes:
 * an item that only killed nodes had binds nobody any more.
 */
final class Claims implements Invariants {
  /** Nodes make their expensive claims after one in this many events. */
  private static final int FULL = 64;

  private static final String TWICE = ", two nodes at once";
  private static final String KILLED = ", when killed";

  private final Clock clock;
  private final Consumer<Invariants> world;
  private final Map<String, Life> lives = new HashMap<>();
  private final Map<Object, List<Object>> sequences = new HashMap<>();

  /** The values that are settled for ever. */
  private final Map<Object, Object> settled = new HashMap<>();

  /** The situations that nodes have named, and whether a node was ever in each. */
  private final SortedMap<String, Boolean> situations = new TreeMap<>();

  private final Life theWorld = new Life("the world", true);
  private Life life = theWorld;
  private @Nullable Supplier<String> event;
  private final boolean marking;

  /** Whether any node was ever killed. */
  private boolean killed;

  private long checks;

  /**
   * @param marking whether to record which situations are reached
   * @param world the world's own claims, made as often as the nodes' expensive ones; more rarely if
   *     there are more nodes than {@value #FULL}
   */
  Claims(Clock clock, boolean marking, Consumer<Invariants> world) {
    this.clock = clock;
    this.marking = marking;
    this.world = world;
  }

  /** The claims of one life of a node. */
  private static final class Life {
    final String node;

    /** Whether the node has never been killed. */
    final boolean first;

    final Map<String, Long> numbers = new HashMap<>();
    final Map<Object, Integer> counts = new HashMap<>();
    final Set<String> situations = new HashSet<>();

    Life(String node, boolean first) {
      this.node = node;
      this.first = first;
    }
  }

  /** A node begins a life. */
  void born(String id) {
    lives.put(id, new Life(id, !lives.containsKey(id)));
  }

  /** A node's life has ended. Items that no living node has are forgotten. */
  void died(String id) {
    life(id).situations.forEach(situation -> mark(situation + KILLED, true));
    killed = true;
    Map<Object, Integer> had = life(id).counts;
    lives.put(id, new Life(id, false));
    had.keySet()
        .forEach(
            name -> {
              int most =
                  lives.values().stream()
                      .mapToInt(each -> each.counts.getOrDefault(name, 0))
                      .max()
                      .orElse(0);
              List<Object> items = sequence(name);
              items.subList(most, items.size()).clear();
            });
  }

  /**
   * Checks a node's claims after an event.
   *
   * @param what the event, in words
   * @throws Violation if a claim fails
   */
  void check(String id, Node node, Supplier<String> what) {
    life = life(id);
    event = what;
    checks++;
    node.invariants(this);
    if (checks % Math.max(FULL, lives.size()) == 0) {
      life = theWorld;
      world.accept(this);
    }
  }

  /** The number of events after which claims were checked. */
  long checks() {
    return checks;
  }

  /** The number of events after which all claims were checked. */
  long fullChecks() {
    return checks / FULL;
  }

  /** The checks that were not made, with the reason. */
  List<String> unchecked() {
    boolean none = lives.values().stream().allMatch(each -> each.numbers.isEmpty());
    return none && checks > 0
        ? List.of("invariants during the run: the nodes state none")
        : List.of();
  }

  @Override
  public void holds(String what, boolean condition) {
    if (!condition) {
      throw violation("it is false that " + what);
    }
  }

  @Override
  public long grows(String what, long value) {
    Long before = life.numbers.put(what, value);
    if (before != null && value < before) {
      throw violation(what + " fell from " + before + " to " + value);
    }
    return before == null ? 0 : before;
  }

  @Override
  public void has(Object name, Object item) {
    List<Object> items = sequence(name);
    int index = life.counts.merge(name, 1, Integer::sum) - 1;
    if (index == items.size()) {
      items.add(item);
    } else if (!items.get(index).equals(item)) {
      throw violation(
          "item %d of %s is %s, but another node has %s there"
              .formatted(index, name, item, items.get(index)));
    }
  }

  @Override
  public void settles(Object name, Object value) {
    Object before = settled.putIfAbsent(name, value);
    if (before != null && !before.equals(value)) {
      throw violation("%s is %s, but it was %s".formatted(name, value, before));
    }
  }

  @Override
  public void knows(String peer, Object name, long count) {
    Life other = life(peer);
    int has = other.counts.getOrDefault(name, 0);
    if (other.first && has < count) {
      throw violation(
          "it assumes that %s has %d of %s, but it has %d".formatted(peer, count, name, has));
    }
  }

  @Override
  public void reaches(String situation, BooleanSupplier asked) {
    if (!marking) {
      return;
    }
    boolean now = asked.getAsBoolean();
    mark(situation, now);
    if (now) {
      life.situations.add(situation);
    } else {
      life.situations.remove(situation);
    }
    long nodes =
        lives.values().stream().filter(each -> each.situations.contains(situation)).count();
    if (lives.size() > 1) {
      mark(situation + TWICE, nodes > 1);
    }
    if (killed) {
      mark(situation + KILLED, false);
    }
  }

  private void mark(String situation, boolean reached) {
    situations.merge(situation, reached, Boolean::logicalOr);
  }

  /** The situations that nodes have named, and whether a node was ever in each. */
  SortedMap<String, Boolean> situations() {
    return situations;
  }

  @Override
  public boolean inFull() {
    return checks % FULL == 0;
  }

  private List<Object> sequence(Object name) {
    return sequences.computeIfAbsent(name, any -> new ArrayList<>());
  }

  private Life life(String id) {
    return Objects.requireNonNull(lives.get(id));
  }

  private Violation violation(String words) {
    return new Violation(
        "at %.6f s, at %s, %s; just before, it %s"
            .formatted(
                clock.nowNanos() / 1e9, life.node, words, event == null ? "?" : event.get()));
  }
}
