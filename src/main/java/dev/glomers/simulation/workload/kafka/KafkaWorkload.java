package dev.glomers.simulation.workload.kafka;

import static us.bpsm.edn.Keyword.newKeyword;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.KeyPool;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.Keyword;

/**
 * Part 5: append-only logs. Clients send to keys that come and go, and poll keys that they assign
 * to themselves; at the end each polls all keys from the beginning. This is Jepsen's workload for
 * Kafka without transactions, as Maelstrom uses it, plus one operation: before the final polls
 * every thread asks for all committed offsets.
 */
public final class KafkaWorkload implements Workload {
  private static final Keyword SEND = newKeyword("send");
  private static final Keyword POLL = newKeyword("poll");
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
  private long nextCrashNanos;

  public KafkaWorkload(Setting setting) {
    this.setting = setting;
    this.keys = new KeyPool(setting);
    this.pending = keys.next();
    this.finalPolls = new FinalPolls[setting.concurrency()];
  }

  record Send(int key, int msg) implements JepsenForm {
    @Override
    public Object invoked() {
      return List.of(List.of(SEND, String.valueOf(key), msg));
    }

    @Override
    public Object completed(@Nullable Object result) {
      long offset = ((SendOk) Objects.requireNonNull(result)).offset();
      return List.of(List.of(SEND, String.valueOf(key), List.of(offset, msg)));
    }
  }

  record SendOk(long offset) {}

  /** Polls the assigned keys, and commits what was polled. */
  record Poll() implements JepsenForm {
    @Override
    public Object invoked() {
      return List.of(List.of(POLL));
    }

    @Override
    public Object completed(@Nullable Object result) {
      return List.of(List.of(POLL, ((Polled) Objects.requireNonNull(result)).messages()));
    }

    @Override
    public Map<String, ?> attributes(boolean last) {
      return last ? Map.of("poll-ms", 1000) : Map.of();
    }
  }

  /** Chooses the keys to poll from now on. */
  record Assign(List<Integer> keys, boolean seekToBeginning) implements JepsenForm {
    @Override
    public Object invoked() {
      return keys.stream().map(String::valueOf).toList();
    }

    @Override
    public Map<String, ?> attributes(boolean last) {
      return seekToBeginning ? Map.of("seek-to-beginning?", true) : Map.of();
    }
  }

  /** Asks for the committed offsets of keys. */
  record ListCommitted(List<Integer> keys) {}

  /** Continues as a new client. */
  record Crash() implements JepsenForm {}

  @Override
  public Record next(int thread, long nowNanos) {
    if (nowNanos >= nextCrashNanos) {
      long meanNanos = CRASH_INTERVAL_OF_A_CLIENT.toNanos() / setting.concurrency();
      nextCrashNanos = nowNanos + setting.random().nextLong(2 * meanNanos);
      return new Crash();
    }
    KeyPool.Access access = pending;
    if (setting.random().nextInt(OPERATIONS_PER_ASSIGN) == 0) {
      return assign(access.key());
    }
    pending = keys.next();
    return access.isWrite() ? new Send(access.key(), access.value()) : new Poll();
  }

  /** Now and then also assigns keys with messages that were never polled. */
  private Assign assign(int key) {
    Set<Integer> assigned = new LinkedHashSet<>();
    if (setting.random().nextInt(3) == 0) {
      assigned.addAll(unseen.keys());
    }
    assigned.add(key);
    return new Assign(List.copyOf(assigned), false);
  }

  @Override
  public Duration finalInterval() {
    return Duration.ofMillis(200);
  }

  @Override
  public Optional<Record> nextFinal(int thread, int done, long nowNanos) {
    FinalPolls of = finalPolls[thread];
    if (of == null) {
      committed.settle();
      of = new FinalPolls(nowNanos + FINAL_LIMIT.toNanos(), new TreeMap<>(highest));
      finalPolls[thread] = of;
    }
    return of.next(done, nowNanos);
  }

  /** Comes before the final polls, because those make commits known to every node. */
  @Override
  public boolean isProbe(Record operation) {
    return operation instanceof ListCommitted;
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    return Optional.ofNullable(
        switch (done) {
          case 0 -> new Poll();
          case 1 -> anySend();
          default -> null;
        });
  }

  private Send anySend() {
    KeyPool.Access access = keys.next();
    while (!access.isWrite()) {
      access = keys.next();
    }
    return new Send(access.key(), access.value());
  }

  /**
   * A thread's final operations: it asks for committed offsets, then polls all keys from the
   * beginning, as a new client, until it has seen the last offset of each that was known before.
   */
  private static final class FinalPolls {
    private final long deadlineNanos;
    private final Map<Integer, Long> missing;
    private final List<Integer> all;

    FinalPolls(long deadlineNanos, Map<Integer, Long> missing) {
      this.deadlineNanos = deadlineNanos;
      this.missing = missing;
      this.all = List.copyOf(missing.keySet());
    }

    Optional<Record> next(int done, long nowNanos) {
      if (done == 0) {
        return Optional.of(new ListCommitted(all));
      }
      if (missing.isEmpty() || nowNanos >= deadlineNanos) {
        return Optional.empty();
      }
      return Optional.of(
          switch (done) {
            case 1 -> new Crash();
            case 2 -> new Assign(all, true);
            default -> new Poll();
          });
    }

    void polled(Polled.Entries log) {
      missing.computeIfPresent(log.key(), (key, last) -> log.last() >= last ? null : last);
    }
  }

  /** Keys with messages beyond the last polled offset. */
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

  /** Records a successful send. */
  void sent(Send send, SendOk ok) {
    highest.merge(send.key(), ok.offset(), Math::max);
    unseen.sent(send.key(), ok.offset());
  }

  /** Records a poll that succeeded, including its commit. */
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
