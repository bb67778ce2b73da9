package dev.glomers.simulation.workload.kafka;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.KeyPool;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Part 5: append-only logs. Clients send to keys that come and go, and poll keys that they assign
 * to themselves; in the end each polls everything from the beginning. That is Jepsen's workload for
 * Kafka without transactions, as Maelstrom uses it, but for one operation more: before the final
 * polls every thread asks for all committed offsets.
 */
public final class KafkaWorkload implements Workload {
  private static final int OPERATIONS_PER_ASSIGN = 64;
  private static final Duration CRASH_INTERVAL_OF_A_CLIENT = Duration.ofSeconds(30);
  private static final Duration FINAL_LIMIT = Duration.ofSeconds(10);

  private final Setting setting;
  private final KeyPool keys;
  private final List<Polled> polls = new ArrayList<>();
  private final CommittedOffsets committed = new CommittedOffsets();
  private final Map<Integer, Long> highest = new TreeMap<>();
  private final Unseen unseen = new Unseen();
  private final @Nullable FinalPolls[] finalPolls;
  private KeyPool.Access pending;
  private long nextCrash;

  public KafkaWorkload(Setting setting) {
    this.setting = setting;
    this.keys = new KeyPool(setting);
    this.pending = keys.next();
    this.finalPolls = new FinalPolls[setting.concurrency()];
  }

  record Send(int key, int msg) {}

  record SendOk(long offset) {}

  /** Polls whatever is assigned, and commits what was polled. */
  record Poll() {}

  /** Chooses what to poll from now on. */
  record Assign(List<Integer> keys, boolean seekToBeginning) {}

  /** Asks for the committed offsets of keys. */
  record ListCommitted(List<Integer> keys) {}

  /** Goes on as a new client. */
  record Crash() {}

  @Override
  public Record next(int thread, long now) {
    if (now >= nextCrash) {
      long mean = CRASH_INTERVAL_OF_A_CLIENT.toNanos() / setting.concurrency();
      nextCrash = now + setting.random().nextLong(2 * mean);
      return new Crash();
    }
    KeyPool.Access access = pending;
    if (setting.random().nextInt(OPERATIONS_PER_ASSIGN) == 0) {
      return assign(access.key());
    }
    pending = keys.next();
    return access.isWrite() ? new Send(access.key(), access.value()) : new Poll();
  }

  /** Now and then what was sent and never polled is assigned too. */
  private Assign assign(int key) {
    Set<Integer> assigned = new LinkedHashSet<>();
    if (setting.random().nextInt(3) == 0) {
      assigned.addAll(unseen.keys());
    }
    assigned.add(key);
    return new Assign(List.copyOf(assigned), false);
  }

  /** Maelstrom's clients ask for committed offsets only when they assign. */
  @Override
  public boolean isOfMaelstrom(Operation operation) {
    return !operation.is(ListCommitted.class);
  }

  @Override
  public Duration finalInterval() {
    return Duration.ofMillis(200);
  }

  @Override
  public Optional<Record> nextFinal(int thread, int done, long now) {
    FinalPolls of = finalPolls[thread];
    if (of == null) {
      committed.settle();
      of = new FinalPolls(now + FINAL_LIMIT.toNanos(), new TreeMap<>(highest));
      finalPolls[thread] = of;
    }
    return of.next(done, now);
  }

  /**
   * A thread's last operations: as a new client it polls all keys from the beginning, once at least
   * and until it has seen the last offset of each that was known when the final operations began.
   */
  private static final class FinalPolls {
    private static final int BEFORE_POLLS = 3;

    private final long deadline;
    private final Map<Integer, Long> missing;
    private final List<Integer> all;

    FinalPolls(long deadline, Map<Integer, Long> missing) {
      this.deadline = deadline;
      this.missing = missing;
      this.all = List.copyOf(missing.keySet());
    }

    Optional<Record> next(int done, long now) {
      if ((missing.isEmpty() && done > BEFORE_POLLS) || now >= deadline) {
        return Optional.empty();
      }
      return Optional.of(
          switch (done) {
            case 0 -> new ListCommitted(all);
            case 1 -> new Crash();
            case 2 -> new Assign(all, true);
            default -> new Poll();
          });
    }

    void polled(Polled.Entries log) {
      missing.computeIfPresent(log.key(), (key, last) -> log.last() >= last ? null : last);
    }
  }

  /** Keys of which something was sent beyond what was polled. */
  private static final class Unseen {
    private final Map<Integer, Long> sent = new TreeMap<>();
    private final Map<Integer, Long> polled = new TreeMap<>();

    Set<Integer> keys() {
      return sent.keySet();
    }

    void sent(int key, long offset) {
      sent.merge(key, offset, Math::max);
      forgetIfSeen(key);
    }

    void polled(int key, long offset) {
      if (sent.containsKey(key)) {
        polled.merge(key, offset, Math::max);
        forgetIfSeen(key);
      }
    }

    private void forgetIfSeen(int key) {
      if (polled.getOrDefault(key, -1L) >= sent.getOrDefault(key, -1L)) {
        sent.remove(key);
        polled.remove(key);
      }
    }
  }

  @Override
  public Client open(Connection connection) {
    return new KafkaClient(connection, this);
  }

  /** The replies to all polls so far. */
  List<Polled> polls() {
    return polls;
  }

  CommittedOffsets committed() {
    return committed;
  }

  /** Takes note of a send that is ok. */
  void sent(Send send, SendOk ok) {
    highest.merge(send.key(), ok.offset(), Math::max);
    unseen.sent(send.key(), ok.offset());
  }

  /** Takes note of a poll that is ok, its commit too. */
  void polled(Polled polled) {
    FinalPolls last = finalPolls[polled.process() % setting.concurrency()];
    for (Polled.Entries log : polled.logs()) {
      highest.merge(log.key(), log.last(), Math::max);
      unseen.polled(log.key(), log.last());
      if (last != null) {
        last.polled(log);
      }
    }
  }

  @Override
  public Outcome failed(Record operation, RpcException failure) {
    boolean idempotent = operation instanceof Assign || operation instanceof ListCommitted;
    return idempotent || failure.definite() ? Outcome.FAIL : Outcome.INFO;
  }

  @Override
  public Checker checker() {
    return new KafkaChecker(polls, committed);
  }
}
