package dev.glomers.consensus;

import static dev.glomers.simulation.workload.PlantedBug.Finding.any;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.challenge.Configs;
import dev.glomers.challenge.MicroOperation;
import dev.glomers.challenge.linkv.KvStore;
import dev.glomers.challenge.listappend.ListAppend;
import dev.glomers.consensus.Agreement.Requests;
import dev.glomers.consensus.Follower.Appended;
import dev.glomers.consensus.Leader.AppendEntries;
import dev.glomers.consensus.PersistentState.Snapshot;
import dev.glomers.consensus.Raft.RequestVote;
import dev.glomers.consensus.Raft.Vote;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Storage;
import dev.glomers.simulation.AlteredStorage;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Nodes that break a rule of Raft: on their disks, in what they send, or in how they run commands.
 *
 * <p>Two bugs show no effect here, so {@link CommitmentTest} tests their rules. The first commits
 * an entry of an earlier term because a majority has it (figure 8): a new leader sends one of its
 * own with it, so a node that acknowledges one has both. The second forgets only the vote: when the
 * node is back, every candidate of that term has given up, or has less than the leader of that term
 * sent the node.
 */
public final class RaftBugs {
  private static final ConsensusConfig CONFIG =
      Configs.with(
          ConsensusConfig.class,
          Map.of("durability", "disk", "interval", "50ms", "snapshot-bytes", "200"));

  private static final Finding BROKEN =
      any(
          "invariant",
          "nonlinearizable",
          "duplicate-elements",
          "incompatible-order",
          "lost-append");

  private RaftBugs() {}

  public static List<PlantedBug> planted() {
    Catalogue three = Catalogue.of("lin-kv", 3, 60);
    Catalogue five = Catalogue.of("txn-list-append", 5, 60);
    plant(three, KvStore::new);
    plant(five, ListAppend::new);
    five.under("partition", "kill")
        .bug(
            "Raft, a snapshot lacks the last",
            telling(ListAppend::new, RaftBugs::older),
            BROKEN,
            8);
    // Of three, a leader and whoever has what it sends are a majority.
    five.under("partition")
        .bug("Raft, commits what it sends", telling(ListAppend::new, RaftBugs::rush), BROKEN, 3);
    Catalogue runs = Catalogue.of("txn-list-append", 3, 60).under("partition");
    plantRuns(runs);
    return Stream.of(three, five, runs).flatMap(each -> each.bugs().stream()).toList();
  }

  private static void plant(Catalogue of, Function<Consensus, Challenge> part) {
    Catalogue hard = of.under("kill", "slow-disk", "partition");
    hard.sound("Raft", keeping(part, disk -> disk));
    hard.bug("Raft, forgets terms and votes", finding(part, RaftBugs::noBallot), BROKEN, 3);
    hard.bug("Raft, forgets its last entry", finding(part, RaftBugs::shorter), BROKEN, 4);
    hard.bug("Raft, forgets its log", finding(part, RaftBugs::noLog), BROKEN, 6);
    Catalogue alone = of.nodes(1).under("kill", "slow-disk");
    alone.sound("Raft alone", keeping(part, disk -> disk));
    alone.bug("Raft alone, acknowledges before the sync", keeping(part, Hasty::new), BROKEN, 2);
    Catalogue cut = of.under("partition", "kill");
    cut.bug("Raft, asks for votes with any log", telling(part, RaftBugs::boast), BROKEN, 1);
    cut.bug("Raft, has the votes of all", telling(part, RaftBugs::please), BROKEN, 1);
    cut.bug("Raft, acknowledges what it lacks", telling(part, RaftBugs::lie), BROKEN, 6);
    cut.bug("Raft, tells a request twice", telling(part, RaftBugs::repeat), BROKEN, 2);
  }

  /**
   * @param disk stands between a node and its disk
   */
  private static NodeFactory keeping(
      Function<Consensus, Challenge> part, UnaryOperator<Storage> disk) {
    return given ->
        part.apply(
            new Consensus(
                given.bus(), given.scheduler(), () -> disk.apply(given.storage().get()), CONFIG));
  }

  /** Says that all is durable as soon as it is told of it. */
  private static final class Hasty extends AlteredStorage {
    Hasty(Storage disk) {
      super(disk);
    }

    @Override
    public CompletionStage<Void> append(List<?> records) {
      super.append(records);
      return CompletableFuture.completedStage(null);
    }
  }

  /** A record of the journal. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Kept(long term, String vote, List<Json> snapshot, long from, List<Json> entries) {}

  /** Nodes that find something else than what they kept. */
  private static NodeFactory finding(
      Function<Consensus, Challenge> part, UnaryOperator<List<Kept>> change) {
    return keeping(
        part,
        disk ->
            new AlteredStorage(disk) {
              @Override
              public CompletionStage<Void> open(String node, Consumer<Json> record) {
                List<Kept> all = new ArrayList<>();
                return super.open(node, each -> all.add(each.as(Kept.class)))
                    .thenRun(() -> change.apply(all).forEach(each -> record.accept(Json.of(each))));
              }
            });
  }

  private static List<Kept> noBallot(List<Kept> records) {
    return records.stream()
        .map(each -> new Kept(0, "", each.snapshot(), each.from(), each.entries()))
        .toList();
  }

  private static List<Kept> shorter(List<Kept> records) {
    List<Kept> kept = new ArrayList<>(records);
    int last = kept.size() - 1;
    while (last >= 0 && kept.get(last).entries().isEmpty()) {
      last--;
    }
    if (last >= 0) {
      kept.set(last, with(kept.get(last), kept.get(last).entries().size() - 1));
    }
    return kept;
  }

  private static Kept with(Kept one, int entries) {
    return new Kept(
        one.term(), one.vote(), one.snapshot(), one.from(), one.entries().subList(0, entries));
  }

  private static List<Kept> noLog(List<Kept> records) {
    return records.stream()
        .map(each -> new Kept(each.term(), each.vote(), List.of(), 1, List.of()))
        .toList();
  }

  private static NodeFactory telling(
      Function<Consensus, Challenge> part, UnaryOperator<Record> change) {
    return given ->
        part.apply(
            new Consensus(
                new Altered(given.bus(), change), given.scheduler(), given.storage(), CONFIG));
  }

  /** Sends something else. */
  private static class Altered implements MessageBus {
    private final MessageBus bus;
    private final UnaryOperator<Record> change;

    Altered(MessageBus bus, UnaryOperator<Record> change) {
      this.bus = bus;
      this.change = change;
    }

    @Override
    public void send(String dest, Record body) {
      bus.send(dest, change.apply(body));
    }

    @Override
    public <R extends Record> CompletionStage<R> request(String dest, Record body, Class<R> reply) {
      return bus.request(dest, body, reply);
    }
  }

  private static Record boast(Record body) {
    return body instanceof RequestVote ask
        ? new RequestVote(ask.term(), ask.atNanos(), ask.trial(), ask.lastIndex(), Long.MAX_VALUE)
        : body;
  }

  private static Record please(Record body) {
    return body instanceof Vote vote
        ? new Vote(vote.asked(), vote.term(), vote.granted() || !vote.asked().trial())
        : body;
  }

  private static Record rush(Record body) {
    return body instanceof AppendEntries a ? altered(a, a.snapshot(), Long.MAX_VALUE) : body;
  }

  private static AppendEntries altered(AppendEntries a, List<Snapshot> snapshot, long commit) {
    return new AppendEntries(
        a.term(),
        a.atNanos(),
        snapshot,
        a.prevIndex(),
        a.prevTerm(),
        a.entries(),
        commit,
        a.tripNanos());
  }

  private static Record lie(Record body) {
    return body instanceof Appended a && a.matches()
        ? new Appended(a.term(), a.atNanos(), a.waitedNanos(), true, a.index() + 3, a.requests())
        : body;
  }

  /** A request again, as if it were the next. */
  private static Record repeat(Record body) {
    if (!(body instanceof Appended a) || a.requests().commands().isEmpty()) {
      return body;
    }
    List<Json> commands = new ArrayList<>(a.requests().commands());
    commands.add(commands.get(commands.size() - 1));
    Requests requests = new Requests(a.requests().session(), a.requests().present(), commands);
    return new Appended(a.term(), a.atNanos(), a.waitedNanos(), a.matches(), a.index(), requests);
  }

  /** Without the last append of all. */
  private static Record older(Record body) {
    if (!(body instanceof AppendEntries a)) {
      return body;
    }
    return altered(a, a.snapshot().stream().map(RaftBugs::older).toList(), a.commit());
  }

  private static Snapshot older(Snapshot s) {
    String shorter = s.state().toString().replaceFirst(",[^,\\[\\]]+(\\]\\D*)$", "$1");
    Json state = Json.ofTrustedText(shorter.getBytes(StandardCharsets.UTF_8));
    return new Snapshot(s.index(), s.term(), s.sessions(), state);
  }

  private static void plantRuns(Catalogue of) {
    of.sound("Raft on a machine", running(Runner::new));
    of.bug("Raft, an old leader answers reads", running(Stale::new), any("G-single-realtime"), 10);
    of.bug("Raft, runs a command twice", running(Twice::new), any("duplicate-elements"));
    of.bug("Raft, runs half a transaction", running(Half::new), any("lost-append"), 10);
    of.bug("Raft, one node has another order", running(Late::new), any("incompatible-order"));
  }

  private static NodeFactory running(Function<Consensus, Challenge> runner) {
    return given ->
        runner.apply(new Consensus(given.bus(), given.scheduler(), given.storage(), CONFIG));
  }

  record Txn(List<MicroOperation> txn) {}

  record TxnOk(List<MicroOperation> txn) {}

  /** What {@link ListAppend} does; others do it in another way. */
  private static class Runner implements Challenge {
    private final Consensus consensus;
    private int count;

    Runner(Consensus consensus) {
      this.consensus = consensus;
    }

    @Override
    public void start(Cluster cluster, Handlers on) {
      Agreement<TxnOk> lists =
          consensus.start(
              cluster, on, (state, command) -> run(state, command.as(Txn.class), ++count, cluster));
      on.request(Txn.class, txn -> answer(lists, txn));
    }

    Object answer(Agreement<TxnOk> lists, Txn txn) {
      return lists.submit(txn);
    }

    TxnOk run(Map<Json, Json> state, Txn txn, int number, Cluster cluster) {
      return new TxnOk(txn.txn().stream().map(each -> run(state, each)).toList());
    }

    static MicroOperation run(Map<Json, Json> state, MicroOperation each) {
      String list = state.getOrDefault(each.key(), Json.of(List.of())).toString();
      if (each.reads()) {
        return each.found(list.equals("[]") ? Json.NULL : json(list));
      }
      String start = list.substring(0, list.length() - 1);
      state.put(each.key(), json(start + (start.length() > 1 ? "," : "") + each.value() + "]"));
      return each;
    }

    private static Json json(String text) {
      return Json.ofTrustedText(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Reads what it has, as long as nobody tells it more. */
  private static final class Stale extends Runner {
    private Map<Json, Json> present = Map.of();

    Stale(Consensus consensus) {
      super(consensus);
    }

    @Override
    Object answer(Agreement<TxnOk> lists, Txn txn) {
      return txn.txn().stream().allMatch(MicroOperation::reads)
          ? new TxnOk(txn.txn().stream().map(each -> run(present, each)).toList())
          : super.answer(lists, txn);
    }

    @Override
    TxnOk run(Map<Json, Json> state, Txn txn, int number, Cluster cluster) {
      present = state;
      return super.run(state, txn, number, cluster);
    }
  }

  private static final class Twice extends Runner {
    Twice(Consensus consensus) {
      super(consensus);
    }

    @Override
    TxnOk run(Map<Json, Json> state, Txn txn, int number, Cluster cluster) {
      if (number % 20 == 0) {
        super.run(state, txn, number, cluster);
      }
      return super.run(state, txn, number, cluster);
    }
  }

  private static final class Half extends Runner {
    Half(Consensus consensus) {
      super(consensus);
    }

    @Override
    TxnOk run(Map<Json, Json> state, Txn txn, int number, Cluster cluster) {
      Map<Json, Json> copy = new LinkedHashMap<>(state);
      TxnOk done = super.run(copy, txn, number, cluster);
      if (number % 20 == 0) {
        txn.txn().stream().limit(txn.txn().size() / 2).forEach(each -> run(state, each));
      } else {
        state.putAll(copy);
      }
      return done;
    }
  }

  /** Now and then it runs a command after the next. */
  private static final class Late extends Runner {
    private Runnable missed = () -> {};

    Late(Consensus consensus) {
      super(consensus);
    }

    @Override
    TxnOk run(Map<Json, Json> state, Txn txn, int number, Cluster cluster) {
      if (number % 10 == 0 && cluster.index() == 1) {
        missed = () -> super.run(state, txn, number, cluster);
        return super.run(new LinkedHashMap<>(state), txn, number, cluster);
      }
      TxnOk done = super.run(state, txn, number, cluster);
      missed.run();
      missed = () -> {};
      return done;
    }
  }
}
