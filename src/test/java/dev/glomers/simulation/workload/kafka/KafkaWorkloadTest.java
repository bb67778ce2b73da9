package dev.glomers.simulation.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KafkaWorkloadTest {
  @Test
  void passesALog() {
    assertThat(run(Leader::new).anomalies()).isEmpty();
  }

  @Test
  void sendsAndPollsAsMaelstromDoes() {
    Run run = Runs.run("kafka", 1, 300, Leader::new);
    // One half of 3,000 operations; 16 messages a key, and ten keys in use at the end.
    assertThat(Runs.figure(run, "sends")).isBetween(1350L, 1600L);
    assertThat(Runs.figure(run, "keys")).isBetween(85L, 115L);
    assertThat(Runs.figure(run, "largest-offset")).isEqualTo(15);
  }

  @Test
  void passesALogWithGaps() {
    NodeFactory sparse =
        collaborators ->
            new Leader(collaborators) {
              @Override
              long nextOffset(NavigableMap<Long, Integer> log) {
                return 10 * super.nextOffset(log);
              }
            };
    assertThat(run(sparse).anomalies()).isEmpty();
  }

  @Test
  void passesPollsThatComeInPieces() {
    NodeFactory sparing =
        collaborators ->
            new Leader(collaborators) {
              @Override
              List<Entry> read(String key, long from) {
                return super.read(key, from).stream().limit(2).toList();
              }
            };
    assertThat(run(sparing).anomalies()).isEmpty();
  }

  @Test
  void passesALogThatShowsNewMessagesLate() {
    Run run = run(collaborators -> new Late(collaborators, Duration.ofMillis(700)));
    assertThat(run.anomalies()).isEmpty();
    assertThat(Runs.figure(run, "worst-lag-ms")).isBetween(600L, 900L);
  }

  @Test
  void measuresNoLagWhereAllIsKnownAtOnce() {
    Run run = Runs.run("kafka", 1, 300, Leader::new);
    assertThat(Runs.figure(run, "worst-lag-ms")).isZero();
  }

  @Test
  void catchesAnOffsetThatIsUsedAgain() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      long append(String key, int message) {
                        NavigableMap<Long, Integer> log = log(key);
                        if (message % 8 == 0) {
                          log.pollLastEntry();
                        }
                        return super.append(key, message);
                      }
                    }))
        .contains("inconsistent-offsets");
  }

  @Test
  void catchesNodesThatCountOffsetsEachForItself() {
    assertThat(found(Replica::new)).contains("inconsistent-offsets", "duplicate");
  }

  @Test
  void catchesAMessageThatIsKeptTwice() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      long append(String key, int message) {
                        if (message == 3) {
                          super.append(key, message);
                        }
                        return super.append(key, message);
                      }
                    }))
        .containsExactly("duplicate");
  }

  @Test
  void catchesAPollThatSkipsAMessageThatIsNotSettledYet() {
    assertThat(
            found(
                collaborators ->
                    new Late(collaborators, Duration.ofMillis(300)) {
                      @Override
                      boolean waits(int message) {
                        return message % 5 == 0;
                      }
                    }))
        .contains("poll-skip", "int-poll-skip");
  }

  @Test
  void catchesAPollThatBeginsAfterTheOffsetAskedFor() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      List<Entry> read(String key, long from) {
                        return super.read(key, from + 1);
                      }
                    }))
        .contains("poll-skip");
  }

  @Test
  void catchesAPollThatBeginsBeforeTheOffsetAskedFor() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      List<Entry> read(String key, long from) {
                        return super.read(key, 0);
                      }
                    }))
        .containsExactly("nonmonotonic-poll");
  }

  @Test
  void catchesAPollThatIsOutOfOrder() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      List<Entry> read(String key, long from) {
                        List<Entry> read = new ArrayList<>(super.read(key, from));
                        if (read.size() > 2) {
                          Collections.swap(read, 1, 2);
                        }
                        return read;
                      }
                    }))
        .containsExactly("int-nonmonotonic-poll", "int-poll-skip");
  }

  @Test
  void catchesAClientsSendsThatGoBack() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      long append(String key, int message) {
                        // Two ranges of offsets, used in turn.
                        long offset = message + (message % 2 == 0 ? 0 : 1000);
                        log(key).put(offset, message);
                        return offset;
                      }
                    }))
        .contains("nonmonotonic-send", "poll-skip", "commit-skip");
  }

  @Test
  void catchesALogThatLosesItsTail() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      void started(Cluster cluster, Handlers on) {
                        collaborators
                            .scheduler()
                            .every(
                                Duration.ofSeconds(1),
                                () -> logs().forEach(log -> log.replace(log.lastKey(), 0)));
                      }

                      @Override
                      List<Entry> read(String key, long from) {
                        return super.read(key, from).stream().filter(e -> e.msg() != 0).toList();
                      }
                    }))
        .contains("lost-write");
  }

  @Test
  void catchesAMessageThatNobodyEverSees() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      List<Entry> read(String key, long from) {
                        return super.read(key, from).stream().filter(e -> e.offset() < 12).toList();
                      }
                    }))
        .containsExactly("unreached", "unseen");
  }

  @Test
  void catchesASendThatIsRefusedAndYetKept() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      long append(String key, int message) {
                        long offset = super.append(key, message);
                        if (message == 7) {
                          throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
                        }
                        return offset;
                      }
                    }))
        .containsExactly("G1a");
  }

  @Test
  void leavesOpenWhetherAnUncertainSendWasKept() {
    NodeFactory unclear =
        collaborators ->
            new Leader(collaborators) {
              @Override
              long append(String key, int message) {
                long offset = message % 2 == 0 ? super.append(key, message) : 0;
                if (message == 7 || message == 8) {
                  throw new IllegalStateException("only the second was kept");
                }
                return message % 2 == 0 ? offset : super.append(key, message);
              }
            };
    assertThat(run(unclear).anomalies()).isEmpty();
  }

  @Test
  void catchesAMessageThatNobodySent() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      long append(String key, int message) {
                        return super.append(key, message == 5 ? 55 : message);
                      }
                    }))
        .contains("never-sent");
  }

  @Test
  void catchesACommitThatGoesBack() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      void commit(String key, long offset) {
                        committed.put(key, offset);
                      }

                      @Override
                      List<Entry> read(String key, long from) {
                        return super.read(key, from).stream().limit(2).toList();
                      }
                    }))
        .containsExactly("commit-went-back", "lost-commit");
  }

  @Test
  void catchesAnAnswerBeyondWhatWasCommitted() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      void commit(String key, long offset) {
                        super.commit(key, offset + 1);
                      }
                    }))
        .contains("commit-beyond");
  }

  @Test
  void catchesACommitThatOtherNodesNeverHearOf() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      String leaderOfCommits() {
                        return self();
                      }
                    }))
        .containsExactly("lost-commit");
  }

  @Test
  void catchesAnEntryThatComesBelowACommittedOffset() {
    assertThat(
            found(
                collaborators ->
                    new Leader(collaborators) {
                      @Override
                      long nextOffset(NavigableMap<Long, Integer> log) {
                        return log.size() == 8
                            ? 4
                            : super.nextOffset(log) + (log.size() >= 4 ? 1 : 0);
                      }
                    }))
        .contains("commit-skip", "nonmonotonic-send");
  }

  @Test
  void tellsWhoSawWhat() {
    Run run =
        run(
            collaborators ->
                new Leader(collaborators) {
                  @Override
                  long append(String key, int message) {
                    if (message == 3) {
                      super.append(key, message);
                    }
                    return super.append(key, message);
                  }
                });
    assertThat(run.anomalies().get(0).toString())
        .matches(
            "duplicate: key \\d+ holds one message at two offsets: "
                + "message 3 at offset 3 \\(.* invoked Send.*ok, SendOk\\[offset=3]\\); "
                + "message 3 at offset 2 \\(.*process \\d+ at n\\d polled key \\d+ from.*2=3.*\\)");
  }

  private static Iterable<String> found(NodeFactory nodes) {
    return Runs.kinds(run(nodes));
  }

  private static Run run(NodeFactory nodes) {
    return Runs.run("kafka", 2, 300, nodes);
  }

  record Send(String key, int msg) {}

  record SendOk(long offset) {}

  record Poll(Map<String, Long> offsets) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Entry(long offset, int msg) {}

  record PollOk(Map<String, List<Entry>> msgs) {}

  record CommitOffsets(Map<String, Long> offsets) {}

  record CommitOffsetsOk() {}

  record ListCommittedOffsets(List<String> keys) {}

  record ListCommittedOffsetsOk(Map<String, Long> offsets) {}

  /** One node keeps all logs; the others ask it. */
  private static class Leader implements Challenge {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    final Map<String, Long> committed = new LinkedHashMap<>();
    final Collaborators collaborators;
    private final Map<String, NavigableMap<Long, Integer>> logs = new LinkedHashMap<>();
    private String self = "";
    private String leader = "";

    Leader(Collaborators collaborators) {
      this.collaborators = collaborators;
    }

    @Override
    public final void start(Cluster cluster, Handlers on) {
      self = cluster.self();
      leader = cluster.nodes().get(0);
      on.request(
          Send.class,
          send ->
              at(leader(), send, SendOk.class, () -> new SendOk(append(send.key(), send.msg()))));
      on.request(Poll.class, poll -> at(leader(), poll, PollOk.class, () -> poll(poll)));
      on.request(
          CommitOffsets.class,
          commit ->
              at(
                  leaderOfCommits(),
                  commit,
                  CommitOffsetsOk.class,
                  () -> {
                    commit.offsets().forEach(this::commit);
                    return new CommitOffsetsOk();
                  }));
      on.request(
          ListCommittedOffsets.class,
          list -> at(leaderOfCommits(), list, ListCommittedOffsetsOk.class, () -> committed(list)));
      started(cluster, on);
    }

    private <R extends Record> CompletionStage<R> at(
        String node, Record request, Class<R> reply, Supplier<R> answer) {
      return node.equals(self)
          ? CompletableFuture.completedFuture(answer.get())
          : collaborators.bus().request(node, request, reply, PATIENCE);
    }

    private PollOk poll(Poll poll) {
      Map<String, List<Entry>> messages = new LinkedHashMap<>();
      poll.offsets().forEach((key, from) -> messages.put(key, read(key, from)));
      return new PollOk(messages);
    }

    private ListCommittedOffsetsOk committed(ListCommittedOffsets list) {
      Map<String, Long> offsets = new LinkedHashMap<>(committed);
      offsets.keySet().retainAll(list.keys());
      return new ListCommittedOffsetsOk(offsets);
    }

    String self() {
      return self;
    }

    String leader() {
      return leader;
    }

    String leaderOfCommits() {
      return leader;
    }

    void started(Cluster cluster, Handlers on) {}

    Iterable<NavigableMap<Long, Integer>> logs() {
      return logs.values();
    }

    NavigableMap<Long, Integer> log(String key) {
      return logs.computeIfAbsent(key, k -> new TreeMap<>());
    }

    long nextOffset(NavigableMap<Long, Integer> log) {
      return log.size();
    }

    long append(String key, int message) {
      long offset = nextOffset(log(key));
      log(key).put(offset, message);
      return offset;
    }

    List<Entry> read(String key, long from) {
      List<Entry> read = new ArrayList<>();
      log(key).tailMap(from).forEach((offset, message) -> read.add(new Entry(offset, message)));
      return read;
    }

    void commit(String key, long offset) {
      committed.merge(key, offset, Math::max);
    }
  }

  /** Shows messages, or some of them, a while after they were sent. */
  private static class Late extends Leader {
    private final Duration delay;
    private final Map<String, Map<Long, Duration>> shown = new LinkedHashMap<>();

    Late(Collaborators collaborators, Duration delay) {
      super(collaborators);
      this.delay = delay;
    }

    boolean waits(int message) {
      return true;
    }

    @Override
    long append(String key, int message) {
      long offset = super.append(key, message);
      if (waits(message)) {
        shown
            .computeIfAbsent(key, k -> new LinkedHashMap<>())
            .put(offset, collaborators.scheduler().now().plus(delay));
      }
      return offset;
    }

    @Override
    List<Entry> read(String key, long from) {
      Duration now = collaborators.scheduler().now();
      Map<Long, Duration> times = shown.getOrDefault(key, Map.of());
      return super.read(key, from).stream()
          .filter(entry -> times.getOrDefault(entry.offset(), Duration.ZERO).compareTo(now) <= 0)
          .toList();
    }
  }

  /** Every node keeps all messages in the order in which it happens to hear of them. */
  private static final class Replica extends Leader {
    private List<String> peers = List.of();

    Replica(Collaborators collaborators) {
      super(collaborators);
    }

    record Copy(String key, int msg) {}

    @Override
    void started(Cluster cluster, Handlers on) {
      peers = cluster.peers();
      on.message(Copy.class, (peer, copy) -> super.append(copy.key(), copy.msg()));
    }

    @Override
    String leader() {
      return self();
    }

    @Override
    long append(String key, int message) {
      peers.forEach(peer -> collaborators.bus().send(peer, new Copy(key, message)));
      return super.append(key, message);
    }
  }
}
