package dev.glomers.challenge.txn;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Nodes that run transactions, and a network that a test can tear, on a virtual clock. */
final class World {
  static final Duration FLUSH = Duration.ofMillis(200);
  static final Duration RETRY = Duration.ofMillis(500);
  static final Duration CATCH_UP = Duration.ofSeconds(2);

  private static final TxnConfig CONFIG =
      new TxnConfig() {
        @Override
        public Duration flushInterval() {
          return FLUSH;
        }

        @Override
        public Duration retryInterval() {
          return RETRY;
        }

        @Override
        public Duration catchUpTimeout() {
          return CATCH_UP;
        }
      };

  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> ids;
  private final List<Process> processes = new ArrayList<>();
  private final Set<String> cuts = new HashSet<>();
  private final Map<Long, Reply> replies = new HashMap<>();
  private final List<Message> sent = new ArrayList<>();
  private long now;
  private long count;
  private long msgId;

  /** What a message between nodes takes, in nanoseconds. */
  private LongSupplier latency = () -> 0;

  private double loss;
  private double duplication;

  World(int nodes, long seed) {
    random = new SplittableRandom(seed);
    ids = IntStream.range(0, nodes).mapToObj(i -> "n" + i).toList();
    for (int i = 0; i < nodes; i++) {
      processes.add(new Process(i));
    }
    processes.forEach(Process::init);
  }

  /** Lets messages take up to this long, overtake each other, be lost and come twice. */
  void disturb(Duration longest, double lossRate, double duplicationRate) {
    latency = () -> random.nextLong(longest.toNanos() + 1);
    loss = lossRate;
    duplication = duplicationRate;
  }

  /** Makes everything as it should be, and keeps it so. */
  void calm() {
    latency = () -> 0;
    loss = 0;
    duplication = 0;
    heal();
    IntStream.range(0, ids.size()).forEach(this::resume);
  }

  /** Drops what the one sends to the other, and back. */
  void cut(int one, int other) {
    cuts.add(ids.get(one) + ids.get(other));
    cuts.add(ids.get(other) + ids.get(one));
  }

  void heal() {
    cuts.clear();
  }

  /** Kills a node, with all that it remembers, and starts it again. */
  void restart(int node) {
    processes.set(node, new Process(node));
    processes.get(node).init();
  }

  /** Stops a node; what reaches it waits, and so do its timers. */
  void pause(int node) {
    processes.get(node).paused = true;
  }

  void resume(int node) {
    processes.get(node).resume();
  }

  Txn node(int node) {
    return processes.get(node).challenge;
  }

  SplittableRandom random() {
    return random;
  }

  /** The messages between nodes so far. */
  List<Message> sent() {
    return sent;
  }

  /** Lets a client of a node run a transaction; its reply comes now or later. */
  Reply request(int node, String txn) {
    Reply reply = new Reply();
    replies.put(++msgId, reply);
    processes
        .get(node)
        .receive(
            "{'src':'c1','dest':'%s','body':{'type':'txn','msg_id':%d,'txn':%s}}"
                .formatted(ids.get(node), msgId, txn));
    return reply;
  }

  /** Runs a transaction that is answered at once, and returns the answer's operations. */
  String txn(int node, String txn) {
    return request(node, txn).txn();
  }

  /** Runs all events up to so much later. */
  void run(Duration time) {
    long end = now + time.toNanos();
    for (Event next = events.peek(); next != null && next.time <= end; next = events.peek()) {
      events.remove();
      now = next.time;
      next.action.run();
    }
    now = end;
  }

  private Event at(long time, Runnable action) {
    Event event = new Event(time, count++, action);
    events.add(event);
    return event;
  }

  private void transmit(byte[] line) {
    Message message = Codec.decode(line, 0, line.length);
    String src = String.valueOf(message.src());
    String dest = String.valueOf(message.dest());
    if (dest.startsWith("c")) {
      Reply reply = replies.get(message.inReplyTo());
      if (reply != null) {
        reply.arrive(message);
      }
      return;
    }
    sent.add(message);
    int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < duplication ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      at(
          now + latency.getAsLong(),
          () -> {
            if (!cuts.contains(src + dest)) {
              Process receiver = processes.get(ids.indexOf(dest));
              receiver.run(() -> receiver.node.receive(message));
            }
          });
    }
  }

  /** What a client is answered. */
  static final class Reply {
    private @Nullable Message message;
    private Runnable then = () -> {};

    boolean arrived() {
      return message != null;
    }

    /** Runs an action when the reply is sent: now, or in the same step as what it answers. */
    void then(Runnable action) {
      if (arrived()) {
        action.run();
      } else {
        then = action;
      }
    }

    private void arrive(Message reply) {
      message = reply;
      then.run();
    }

    record TxnOk(Json txn) {}

    record Error(int code) {}

    /** The operations of a transaction that was carried out, in single quotes. */
    String txn() {
      return body("txn_ok", TxnOk.class).txn().toString().replace('"', '\'');
    }

    /** The code of the error that answers it. */
    int error() {
      return body("error", Error.class).code();
    }

    private <B> B body(String type, Class<B> as) {
      if (message == null || !type.equals(message.type())) {
        throw new AssertionError("expected " + type + ", not " + message);
      }
      return message.body(as);
    }
  }

  private final class Process implements Scheduler {
    private final Node node;
    private final Txn challenge;
    private final int index;
    private final List<Runnable> postponed = new ArrayList<>();
    private boolean paused;

    Process(int index) {
      this.index = index;
      node = new Node(this, (dest, line, length) -> transmit(Arrays.copyOf(line, length)), s -> {});
      challenge = new Txn(node, this, CONFIG);
      node.host(challenge);
    }

    void init() {
      receive(
          "{'src':'c0','dest':'%s','body':{'type':'init','msg_id':0,'node_id':'%s','node_ids':[%s]}}"
              .formatted(
                  ids.get(index),
                  ids.get(index),
                  ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","))));
    }

    void receive(String line) {
      byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      run(() -> node.receive(Codec.decode(bytes, 0, bytes.length)));
    }

    private void run(Runnable step) {
      if (paused) {
        postponed.add(step);
      } else {
        step.run();
      }
    }

    void resume() {
      paused = false;
      List<Runnable> steps = List.copyOf(postponed);
      postponed.clear();
      steps.forEach(Runnable::run);
    }

    @Override
    public Duration now() {
      return Duration.ofNanos(now);
    }

    @Override
    public Instant wallClock() {
      return Instant.EPOCH;
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      Event event = at(now + delay.toNanos(), () -> {});
      event.action =
          () -> {
            if (processes.get(index) == this) {
              run(task);
            }
          };
      return () -> event.action = () -> {};
    }
  }

  private static final class Event implements Comparable<Event> {
    private final long time;
    private final long number;
    private Runnable action;

    Event(long time, long number, Runnable action) {
      this.time = time;
      this.number = number;
      this.action = action;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
