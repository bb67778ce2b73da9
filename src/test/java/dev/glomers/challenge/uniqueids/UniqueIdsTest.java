package dev.glomers.challenge.uniqueids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.TestScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UniqueIdsTest {
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

  private static final class Source {
    private final TestScheduler scheduler;
    private final Node node;
    private final List<String> sent = new ArrayList<>();

    /**
     * @param seed another one for each incarnation, as the real scheduler draws it
     */
    Source(String id, long seed) {
      scheduler = new TestScheduler(seed);
      scheduler.setWallClock(NOW);
      node =
          new Node(
              scheduler,
              (dest, line, length) ->
                  sent.add(new String(line, 0, length, StandardCharsets.US_ASCII)),
              text -> {});
      node.host(new UniqueIds(scheduler));
      node.receive(
          message("'type':'init','msg_id':1,'node_id':'%s','node_ids':['n1','n2']".formatted(id)));
    }

    private static Message message(String body) {
      String line = "{'src':'c1','dest':'n1','body':{%s}}".formatted(body).replace('\'', '"');
      byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
      return Codec.decode(bytes, 0, bytes.length);
    }

    Source at(Instant time) {
      scheduler.setWallClock(time);
      return this;
    }

    String next() {
      return next(1).get(0);
    }

    List<String> next(int count) {
      sent.clear();
      Message generate = message("'type':'generate','msg_id':1");
      for (int i = 0; i < count; i++) {
        node.receive(generate);
      }
      return sent.stream()
          .map(line -> line.substring(line.indexOf("\"id\":\"") + 6, line.lastIndexOf('"')))
          .toList();
    }
  }

  @Test
  void aNodeAtOneMomentIssuesAMillionDifferentIdsInOrder() {
    List<String> ids = new Source("n1", 1).next(1_100_000);
    assertThat(ids).isSorted();
    assertThat(new HashSet<>(ids)).hasSize(ids.size());
  }

  @Test
  void aClockThatJumpsBackChangesNothing() {
    Source source = new Source("n1", 1);
    List<String> ids = new ArrayList<>(source.next(10));
    ids.addAll(source.at(NOW.minus(Duration.ofDays(1))).next(10));
    ids.addAll(source.at(NOW).next(10));
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aRestartedNodeIssuesOtherIdsThoughItsClockShowsTheSame() {
    Set<String> ids = new HashSet<>();
    for (int incarnation = 0; incarnation < 100; incarnation++) {
      ids.addAll(new Source("n1", incarnation).next(10));
    }
    assertThat(ids).hasSize(1000);
  }

  @Test
  void nodesIssueDifferentIdsThoughTheyDrawTheSame() {
    assertThat(new Source("n1", 1).next(10))
        .doesNotContainAnyElementsOf(new Source("n2", 1).next(10));
  }

  @Test
  void idsOfDifferentNodesSortByTime() {
    Source one = new Source("n1", 1);
    Source two = new Source("n2", 2);
    List<String> ids = new ArrayList<>();
    for (int ms = 0; ms < 100; ms++) {
      ids.add((ms % 3 == 0 ? one : two).at(NOW.plusMillis(ms)).next());
    }
    assertThat(ids).isSorted();
  }

  @Test
  void idsAreOfOneLength() {
    Source source = new Source("n1", 1);
    int length = source.next().length();
    assertThat(source.at(Instant.EPOCH.plus(Duration.ofDays(200 * 365))).next()).hasSize(length);
  }
}
