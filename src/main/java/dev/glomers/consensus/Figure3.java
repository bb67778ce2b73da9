package dev.glomers.consensus;

import dev.glomers.consensus.PersistentState.LogEntry;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The safety properties of figure 3 as invariants, and the state that a server shows. */
final class Figure3 {
  private final Raft raft;
  private final PersistentState state;

  private boolean led;
  private boolean installed;

  /** Every entry up to this index was checked after it had been committed. */
  private long seen;

  Figure3(Raft raft, Handlers on) {
    this.raft = raft;
    state = raft.state;
    on.always(this::claim);
    on.shows(this::shows);
  }

  private void claim(Invariants always) {
    long commit = raft.agreement.commit;
    always.grows("the term", state.term);
    always.grows("the commit index", commit);
    always.holds("the log has all committed entries", commit <= state.last());
    led |= raft.leader != null;
    if (raft.leader != null) {
      // Election safety, §5.2: at most one leader can be elected in a given term.
      always.settles("the leader of term " + state.term, raft.cluster.self());
      // Leader append-only, §5.3: a leader never overwrites or deletes entries in its log.
      always.grows("the log of the leader of term " + state.term, state.last());
    }
    installed |= raft.follower != null && state.base.index() > seen;
    seen = Math.max(seen, state.base.index());
    for (long index = seen + 1; index <= state.last(); index++) {
      // Log matching, §5.3: entries with the same index and term are equal, and so are all before.
      LogEntry entry = state.entry(index);
      Object name = List.of("the entry of index and term", index, entry.term());
      always.settles(name, List.of(entry, "after term", state.term(index - 1)));
      // State machine safety, §5.4.3: no two nodes run different commands at one index. A leader
      // commits only entries of its log, so this also checks that it has all entries committed
      // earlier: leader completeness, §5.4.
      if (index <= commit) {
        always.settles(List.of("the command of index", index), entry);
        seen = index;
      }
    }
    always.reaches("a node leads", () -> raft.leader != null);
    always.reaches("a node is a candidate", () -> raft.asked != null && !raft.asked.trial());
    always.reaches("a snapshot was installed", () -> installed);
    always.reaches("entries that conflicted with a leader's were deleted", () -> state.truncated);
    always.reaches("a leader stepped down", () -> led && raft.leader == null);
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
