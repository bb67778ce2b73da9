package dev.glomers.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.consensus.Agreement.Requests;
import dev.glomers.consensus.Follower.Appended;
import dev.glomers.consensus.Leader.AppendEntries;
import dev.glomers.consensus.PersistentState.LogEntry;
import dev.glomers.consensus.Raft.RequestVote;
import dev.glomers.consensus.Raft.Vote;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One of five servers. The test sends the messages of the others. */
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
    Agreement<Json> agreement =
        new Agreement<>(
            (values, command) -> {
              ran.add(command);
              return command;
            },
            from,
            "n1.0",
            Long.MAX_VALUE);
    Raft begun = new Raft(cluster, new Bus(), scheduler, agreement, new Pace(Duration.ZERO));
    from.open("n1").thenRun(begun::begin);
    return begun;
  }

  private static LogEntry entry(long term, int command) {
    return new LogEntry(term, "n9.0", command, Json.of(command));
  }

  /** Makes this node the leader of term 4, whose first entry is number 3. */
  private void lead() {
    scheduler.advance(ELECTION);
    voteFor("n2", true);
    voteFor("n3", true);
    assertThat(state.term).isEqualTo(4);
    voteFor("n2", false);
    assertThat(raft.leader).isNull();
    voteFor("n3", false);
    assertThat(raft.leader).isNotNull();
  }

  private void voteFor(String node, boolean trial) {
    RequestVote asked =
        sent.stream()
            .filter(RequestVote.class::isInstance)
            .map(RequestVote.class::cast)
            .filter(each -> each.trial() == trial)
            .reduce((first, last) -> last)
            .orElseThrow();
    raft.vote(node, new Vote(asked, state.term, true));
  }

  private void acknowledge(String node, long index) {
    long at = scheduler.now().toNanos();
    raft.appended(node, new Appended(4, at, 0, true, index, new Requests("", 0, List.of())));
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
    assertThat(votes("n2", 9, 1)).isFalse();
    assertThat(votes("n3", 1, 2)).isFalse();
    assertThat(votes("n4", 2, 2)).isTrue();
    assertThat(votes("n5", 2, 2)).as("once a term").isFalse();
  }

  private boolean votes(String candidate, long lastIndex, long lastTerm) {
    RequestVote ask = new RequestVote(4, 0, false, lastIndex, lastTerm);
    raft.requestVote(candidate, ask);
    Record vote = sent.get(sent.size() - 1);
    assertThat(vote).isIn(new Vote(ask, 4, false), new Vote(ask, 4, true));
    return vote.equals(new Vote(ask, 4, true));
  }

  @Test
  void whatConflictsWithTheLeaderGoes() {
    raft.appendEntries("n2", new AppendEntries(4, 0, List.of(), 1, 1, List.of(entry(3, 7)), 2, 0));
    assertThat(ran).containsExactly(Json.of(1), Json.of(7));
    assertThat(state.last()).isEqualTo(2);
  }

  @Test
  void whatComesLateTakesNothingAway() {
    raft.appendEntries("n2", new AppendEntries(4, 5, List.of(), 2, 2, List.of(entry(4, 7)), 0, 0));
    raft.appendEntries("n2", new AppendEntries(4, 1, List.of(), 1, 1, List.of(), 0, 0));
    assertThat(state.last()).isEqualTo(3);
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
    RequestVote ask = new RequestVote(4, 0, false, 9, 9);
    node.requestVote(candidate, ask);
    Vote vote = new Vote(ask, 4, true);
    assertThat(sent).as("before it is durable").doesNotContain(vote);
    scheduler.advance(Duration.ofMillis(50));
    return sent.contains(vote);
  }
}
