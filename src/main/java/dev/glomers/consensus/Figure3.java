package dev.glomers.consensus;

import dev.glomers.consensus.Messages.LogEntry;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What always holds of a server, and what it shows of itself. */
final class Figure3 {
  private final Raft raft;
  private final PersistentState state;

  /** Up to where all was seen when it was committed. */
  private long seen;

  Figure3(Raft raft) {
    this.raft = raft;
    state = raft.state;
  }

  void listen(Handlers on) {
    on.always(this::claim);
    on.shows(this::shows);
  }

  private void claim(Invariants always) {
    long commit = raft.agreement.commit;
    always.grows("the term", state.term);
    always.grows("what is committed", commit);
    always.holds("what is committed is here", commit <= state.last());
    if (raft.leader != null) {
      // Election safety, §5.2: at most one leader can be elected in a given term.
      always.settles("the leader of term " + state.term, raft.cluster.self());
      // Leader append-only, §5.3: a leader never overwrites or deletes entries in its log.
      always.grows("the log that leads term " + state.term, state.last());
    }
    seen = Math.max(seen, state.base.index());
    for (long index = seen + 1; index <= state.last(); index++) {
      // Log matching, §5.3: entries of one index and term are equal, and so are those before them.
      LogEntry entry = state.entry(index);
      Object name = List.of("the entry of index and term", index, entry.term());
      always.settles(name, List.of(entry, "after term", state.term(index - 1)));
      // State machine safety, §5.4.3: no two nodes run different commands for one index. A leader
      // commits what its log has, so this also says that it has all that was committed before it:
      // leader completeness, §5.4.
      if (index <= commit) {
        always.settles(List.of("the command of index", index), entry);
        seen = index;
      }
    }
    always.reaches("a node leads", () -> raft.leader != null);
    always.reaches("a node is a candidate", () -> raft.asked != null && !raft.asked.trial());
    always.reaches("a snapshot was installed", () -> state.installed);
    always.reaches("entries were dropped for a leader's", () -> state.truncated);
    always.reaches("a leader has resigned", () -> raft.resigned);
  }

  private Map<String, ?> shows() {
    String role = raft.follower == null ? "leaderless" : "follows " + raft.follower.leader;
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("committed", raft.agreement.commit);
    shown.put("log", state.last());
    shown.put("keys", raft.agreement.values.size());
    shown.put("term", state.term);
    shown.put("role", raft.leader == null ? role : "leader");
    return shown;
  }
}
