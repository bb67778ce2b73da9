package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.TestInvariants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Nodes that exchange prefixes of their journals in any order, and say what they have. */
class JournalsTest {
  private static final List<String> KEYS = List.of("a", "b", "c");

  private static final class Node {
    final int index;
    final Journals journals;

    /** What is here of each node's journal. */
    final List<List<Item>> items = new ArrayList<>();

    /** What each node said to have of each journal. */
    final int[][] held;

    Node(int index, int nodes) {
      this.index = index;
      this.journals = new Journals(index, nodes);
      this.held = new int[nodes][nodes];
      for (int node = 0; node < nodes; node++) {
        items.add(new ArrayList<>());
      }
    }

    void send(String key) {
      add(index, journals.number(key, Json.of(index), 0));
      confirm();
    }

    void hear(Node other, int most) {
      List<Item> theirs = other.items.get(other.index);
      int known = length(other.index);
      int end = Math.min(theirs.size(), known + most);
      theirs.subList(known, end).forEach(item -> add(other.index, item));
      if (end == theirs.size()) {
        Arrays.setAll(held[other.index], other::length);
      }
      confirm();
    }

    private void add(int node, Item item) {
      items.get(node).add(item);
      journals.add("n" + node, length(node), item);
    }

    private int length(int node) {
      return items.get(node).size();
    }

    private void confirm() {
      for (int node = 0; node < held.length; node++) {
        int all = length(node);
        for (int other = 0; other < held.length; other++) {
          if (other != index && other != node) {
            all = Math.min(all, held[other][node]);
          }
        }
        journals.confirm("n" + node, all);
      }
    }

    List<Entry> shown(String key) {
      return journals.poll(Map.of(key, 0L), Integer.MAX_VALUE).getOrDefault(key, List.of());
    }
  }

  @Property
  void allShowPrefixesOfOneLog(@ForAll @IntRange(min = 1, max = 5) int count, @ForAll long seed) {
    List<Node> nodes = nodes(count);
    Random random = new Random(seed);
    Map<String, List<Entry>> longest = new HashMap<>();
    for (int step = 0; step < 200; step++) {
      Node node = nodes.get(random.nextInt(count));
      if (random.nextBoolean()) {
        node.send(KEYS.get(random.nextInt(KEYS.size())));
      } else if (count > 1) {
        node.hear(
            nodes.get((node.index + 1 + random.nextInt(count - 1)) % count), random.nextInt(9));
      }
      for (String key : KEYS) {
        List<Entry> shown = node.shown(key);
        List<Entry> log = longest.getOrDefault(key, List.of());
        int both = Math.min(shown.size(), log.size());
        assertThat(shown.subList(0, both)).isEqualTo(log.subList(0, both));
        if (shown.size() > log.size()) {
          longest.put(key, shown);
        }
      }
    }
  }

  @Property
  void allShowEverythingOnceAllHaveTold(
      @ForAll @IntRange(min = 1, max = 5) int count, @ForAll long seed) {
    List<Node> nodes = nodes(count);
    Random random = new Random(seed);
    for (int step = 0; step < 50; step++) {
      nodes.get(random.nextInt(count)).send("a");
    }
    for (int round = 0; round < 2; round++) {
      for (Node node : nodes) {
        nodes.stream().filter(other -> other != node).forEach(other -> node.hear(other, 100));
      }
    }
    assertThat(nodes).allSatisfy(node -> assertThat(node.shown("a")).hasSize(50));
    Set<Long> offsets = new HashSet<>();
    nodes.get(0).shown("a").forEach(entry -> offsets.add(entry.offset()));
    assertThat(offsets).hasSize(50);
  }

  @Test
  void offsetsOfASingleNodeAreDense() {
    Node node = new Node(0, 1);
    node.send("a");
    node.send("a");
    assertThat(node.shown("a")).extracting(Entry::offset).containsExactly(0L, 1L);
  }

  @Test
  void offsetsFollowThoseThatWereSeen() {
    Node first = new Node(0, 2);
    Node second = new Node(1, 2);
    first.send("a");
    second.hear(first, 1);
    assertThat(second.journals.nextOffset("a", 0)).isEqualTo(1);
    second.send("a");
    first.hear(second, 1);
    assertThat(first.journals.nextOffset("a", 0)).isEqualTo(2);
    assertThat(second.journals.nextOffset("a", 100)).isEqualTo(101);
  }

  @Test
  void anOffsetIsUsedThoughNoJournalGetsTheEntry() {
    Journals journals = new Journals(0, 1);
    journals.number("a", Json.NULL, 0);
    assertThat(journals.nextOffset("a", 0)).isEqualTo(1);
  }

  @Test
  void anOffsetThatIsShownTwiceIsAMistake() {
    Journals journals = new Journals(0, 1);
    journals.add("n0", 1, Item.append("a", 5, Json.NULL));
    journals.add("n1", 1, Item.append("a", 5, Json.NULL));
    journals.confirm("n0", 1);
    assertThatThrownBy(() -> journals.confirm("n1", 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void eachEntryThatIsShownIsClaimedOnce() {
    Node first = new Node(0, 2);
    Node second = new Node(1, 2);
    TestInvariants claims = new TestInvariants();
    first.send("a");
    first.send("b");
    first.journals.invariants(claims);
    assertThat(claims.items()).isEmpty();
    assertThat(claims.reached()).containsExactly("an entry waits until all have it");
    second.hear(first, 9);
    first.hear(second, 9);
    first.journals.invariants(claims);
    first.send("a");
    second.hear(first, 9);
    first.hear(second, 9);
    claims.reached().clear();
    first.journals.invariants(claims);
    assertThat(claims.items())
        .containsExactly(
            "a: " + new Entry(0, Json.of(0)),
            "b: " + new Entry(0, Json.of(0)),
            "a: " + new Entry(2, Json.of(0)));
    assertThat(claims.reached()).isEmpty();
  }

  @Test
  void aNodeShowsHowManyEntriesAreShownAndWait() {
    Node first = new Node(0, 2);
    Node second = new Node(1, 2);
    first.send("a");
    second.hear(first, 9);
    first.hear(second, 9);
    first.send("b");
    assertThat(first.journals.shows()).isEqualTo(Map.of("entries", 1, "waiting", 1, "keys", 2));
  }

  private static List<Node> nodes(int count) {
    List<Node> nodes = new ArrayList<>();
    for (int node = 0; node < count; node++) {
      nodes.add(new Node(node, count));
    }
    return nodes;
  }
}
