package dev.glomers.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.RequestVote;
import dev.glomers.consensus.Messages.Vote;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One of five servers, told by the test what the others say. */
class CommitmentTest {
  private static final Duration ELECTION = Duration.ofSeconds(2);

  private final TestScheduler scheduler = new TestScheduler();
  private final List<Record> sent = new ArrayList<>();
  private final PersistentState state = new PersistentState(null, scheduler);
  private final Raft raft;

  /** What ran here. */
  private final List<Json> ran = new ArrayList<>();

  private final class Bus implements MessageBus {
    @Override
    public void send(String dest, Record body) {
      sent.add(body);
    }

    @Override
    public <R extends Record> CompletionStage<R> request(String dest, Record body, Class<R> reply) {
      return new CompletableFuture<>();
    }

    @Override
    public <R extends Record> CompletionStage<R> request(
        String dest, Record body, Class<R> reply, Duration deadline) {
      return new CompletableFuture<>();
    }
  }

  CommitmentTest() {
    // Figure 8: what S1 led in term 2 reached S2 alone.
    state.append(1, entry(1, 1));
    state.append(2, entry(2, 2));
    state.vote(3, "");
    raft = raft(state);
    sent.clear();
  }

  private Raft raft(PersistentState from) {
    Cluster cluster = new Cluster("n1", List.of("n1", "n2", "n3", "n4", "n5"));
    ConsensusConfig config = Configs.with(ConsensusConfig.class, Map.of("interval", "0s"));
    Agreement<Json> agreement =
        new Agreement<>(
            (values, command) -> {
              ran.add(command);
              return command;
            });
    Raft begun = new Raft(cluster, new Bus(), scheduler, from, agreement, config);
    begun.begin();
    return begun;
  }

  private static LogEntry entry(long term, int command) {
    return new LogEntry(term, "n9.0", command, Json.of(command));
  }

  /** Makes this node the leader of term 4, whose first entry is number 3. */
  private void lead() {
    scheduler.advance(ELECTION);
    raft.election.vote("n2", new Vote(4, 0, true, true));
    raft.election.vote("n3", new Vote(4, 0, true, true));
    assertThat(state.term()).isEqualTo(4);
    raft.election.vote("n2", new Vote(4, 0, false, true));
    assertThat(raft.isLeader()).isFalse();
    raft.election.vote("n3", new Vote(4, 0, false, true));
    assertThat(raft.isLeader()).isTrue();
  }

  private void acknowledge(String node, long index) {
    long at = scheduler.now().toNanos();
    raft.appended(node, new Appended(4, at, 0, true, index, "", List.of()));
  }

  @Test
  void whatIsOfAFormerTermIsNotCommittedForBeingOnAMajority() {
    lead();
    acknowledge("n2", 2);
    acknowledge("n3", 2);
    assertThat(ran).as("figure 8, c").isEmpty();
    acknowledge("n2", 3);
    assertThat(ran).isEmpty();
    acknowledge("n3", 3);
    assertThat(ran).as("figure 8, e").containsExactly(Json.of(1), Json.of(2));
  }

  @Test
  void aReceiverIsToldOfWhatIsCommittedOnceItHasIt() {
    lead();
    sent.clear();
    acknowledge("n2", 3);
    state.append(4, entry(4, 3));
    scheduler.advance(Duration.ofMillis(300));
    // Two of five have number 3: to whom is not known to have it, it is committed by having it.
    assertThat(commits().subList(0, 4)).containsExactlyInAnyOrder(0L, 3L, 3L, 3L);
  }

  private List<Long> commits() {
    return sent.stream()
        .filter(AppendEntries.class::isInstance)
        .map(AppendEntries.class::cast)
        .map(AppendEntries::commit)
        .toList();
  }

  @Test
  void whoHasLessIsNotVotedFor() {
    raft.election.requestVote("n2", new RequestVote(4, 0, false, 9, 1));
    raft.election.requestVote("n3", new RequestVote(4, 0, false, 1, 2));
    raft.election.requestVote("n4", new RequestVote(4, 0, false, 2, 2));
    raft.election.requestVote("n5", new RequestVote(4, 0, false, 2, 2));
    assertThat(sent)
        .containsExactly(
            new Vote(4, 0, false, false),
            new Vote(4, 0, false, false),
            new Vote(4, 0, false, true),
            new Vote(4, 0, false, false));
  }

  @Test
  void whatConflictsWithTheLeaderGoes() {
    raft.follower.appendEntries(
        "n2", new AppendEntries(4, 0, List.of(), 1, 1, List.of(entry(3, 7)), 2, 0, 0));
    assertThat(ran).containsExactly(Json.of(1), Json.of(7));
    assertThat(state.log().last()).isEqualTo(2);
  }

  @Test
  void whatComesLateTakesNothingAway() {
    raft.follower.appendEntries(
        "n2", new AppendEntries(4, 5, List.of(), 2, 2, List.of(entry(4, 7)), 0, 0, 0));
    raft.follower.appendEntries("n2", new AppendEntries(4, 1, List.of(), 1, 1, List.of(), 0, 0, 0));
    assertThat(state.log().last()).isEqualTo(3);
  }

  @Test
  void aVoteOutlivesTheNode() {
    Disks disks = new Disks();
    assertThat(granted(disks, "n2")).isTrue();
    assertThat(granted(disks, "n3")).isFalse();
    assertThat(granted(disks, "n2")).isTrue();
  }

  /** Starts a node on those disks, and has another ask for its vote in term 4. */
  private boolean granted(Disks disks, String candidate) {
    PersistentState kept = new PersistentState(disks.of(scheduler), scheduler);
    Raft node = raft(kept);
    sent.clear();
    node.election.requestVote(candidate, new RequestVote(4, 0, false, 9, 9));
    assertThat(sent).as("before it is durable").isEmpty();
    scheduler.advance(Duration.ofMillis(50));
    return sent.contains(new Vote(4, 0, false, true));
  }
}
