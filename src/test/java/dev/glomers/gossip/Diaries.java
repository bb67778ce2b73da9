package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.gossip.GossipConfig.Topology;
import dev.glomers.runtime.Durability;
import dev.glomers.simulation.TestCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nodes that gossip, on a network that a test can tear. */
final class Diaries extends TestCluster<Diary> {
  private final Ledger ledger;
  private final int size;

  private Diaries(int nodes, long seed, Ledger ledger, GossipConfig config) {
    super(
        nodes,
        seed,
        with ->
            new Diary(
                ledger,
                new Gossip(with.bus(), with.scheduler(), with.storage(), config),
                with.scheduler(),
                config.durability() != Durability.MEMORY));
    this.ledger = ledger;
    this.size = nodes;
  }

  /** Nodes whose lives are numbered at random, as clocks do that jump. */
  static Diaries of(int nodes, long seed, Map<String, String> config) {
    return new Diaries(nodes, seed, new Ledger(false, seed), config(config));
  }

  /** Nodes that want to know what is stable, and whose lives have rising numbers. */
  static Diaries stable(int nodes, long seed, Map<String, String> config) {
    return new Diaries(nodes, seed, new Ledger(true, seed), config(config));
  }

  /** Nodes that keep a journal, on disk or in a key-value store. */
  static Diaries journaled(Topology topology, Durability durability, Acknowledge acknowledge) {
    Map<String, String> config = config(topology, 100, acknowledge);
    config.put("durability", durability.name());
    Diaries diaries = of(3, 1, config);
    diaries.run(Duration.ofSeconds(1));
    return diaries;
  }

  private static GossipConfig config(Map<String, String> properties) {
    return Configs.with(GossipConfig.class, properties);
  }

  Stream<Diary> all() {
    return IntStream.range(0, size).mapToObj(this::diary);
  }

  static Map<String, String> config(Topology topology, int intervalMs) {
    return Map.of("topology", topology.name(), "interval", intervalMs + "ms");
  }

  static Map<String, String> config(Topology topology, int intervalMs, Acknowledge acknowledge) {
    Map<String, String> config = new HashMap<>(config(topology, intervalMs));
    config.put("acknowledge", acknowledge.name());
    return config;
  }

  Diary diary(int node) {
    return node(node).challenge();
  }

  /** Adds an item, and returns it. */
  long add(int node) {
    long item = diary(node).next();
    diary(node).add();
    return item;
  }

  /** Adds items at random nodes at random times. */
  void addOften(int items, Duration time) {
    Duration step = time.dividedBy(items);
    for (int i = 0; i < items; i++) {
      Duration before = Duration.ofNanos(random().nextLong(step.toNanos()));
      run(before);
      add(random().nextInt(size));
      run(step.minus(before));
    }
  }

  /** Lets happen whatever may happen, and adds items meanwhile. */
  void turmoil(int steps) {
    SplittableRandom random = random();
    Set<Integer> paused = new HashSet<>();
    for (int step = 0; step < steps; step++) {
      int node = random.nextInt(size);
      switch (random.nextInt(12)) {
        case 0 -> cut(node, random.nextInt(size));
        case 1 -> heal();
        case 2 -> {
          paused.add(node);
          node(node).pause();
        }
        case 3 -> {
          paused.remove(node);
          node(node).resume();
        }
        case 4 -> {
          paused.remove(node);
          node(node).restart();
        }
        case 5 ->
            disturb(
                Duration.ofMillis(random.nextInt(1000)),
                random.nextDouble() / 2,
                random.nextDouble() / 2);
        default -> {
          if (!paused.contains(node)) {
            add(node);
          }
        }
      }
      run(Duration.ofMillis(random.nextInt(300)));
      claim();
    }
    calm();
  }

  /** Compares what nodes believe with what is. */
  void claim() {
    IntStream.range(0, size).forEach(node -> node(node).claim(ledger.of("n" + node)));
  }

  void assertNothingWrong() {
    claim();
    assertThat(ledger.wrongs()).isEmpty();
    assertThat(logged()).isEmpty();
  }

  void assertAllHaveWhatAnyHas() {
    assertNothingWrong();
    Set<Long> items = new HashSet<>();
    all().forEach(node -> items.addAll(node.items()));
    assertThat(all())
        .allSatisfy(node -> assertThat(node.items()).containsExactlyInAnyOrderElementsOf(items));
  }

  void assertAllHave(long item) {
    assertThat(all()).allMatch(node -> node.has(item));
  }

  void assertSilent() {
    int sent = sent().size();
    run(Duration.ofMinutes(1));
    assertThat(sent().subList(sent, sent().size())).isEmpty();
  }
}
