package dev.glomers.challenge;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Invariants;
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
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Nodes of a challenge, and a network that a test can tear, on a virtual clock. */
public class TestCluster<C extends Challenge> {
  private final BiFunction<Node, Scheduler, C> challenges;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> ids;
  private final List<Process> processes = new ArrayList<>();
  private final Set<String> cuts = new HashSet<>();
  private final Map<Long, Reply> replies = new HashMap<>();
  private final List<Message> sent = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();
  private long now;
  private long count;
  private long msgId;

  /** What a message between nodes takes, in nanoseconds. */
  private LongSupplier latency = () -> 0;

  private double loss;
  private double duplication;

  /**
   * @param challenges makes the challenge that a node runs, with its bus and its scheduler
   */
  public TestCluster(int nodes, long seed, BiFunction<Node, Scheduler, C> challenges) {
    this.challenges = challenges;
    random = new SplittableRandom(seed);
    ids = IntStream.range(0, nodes).mapToObj(i -> "n" + i).toList();
    for (int i = 0; i < nodes; i++) {
      processes.add(new Process(i));
    }
    processes.forEach(Process::init);
  }

  /** Lets messages take up to this long, overtake each other, be lost and come twice. */
  public void disturb(Duration longest, double lossRate, double duplicationRate) {
    latency = () -> random.nextLong(longest.toNanos() + 1);
    loss = lossRate;
    duplication = duplicationRate;
  }

  /** Lets messages take so long. */
  public void delay(Duration time) {
    delay(() -> time);
  }

  /** Lets each message take what it draws. */
  public void delay(Supplier<Duration> times) {
    latency = () -> times.get().toNanos();
  }

  /** Makes everything as it should be, and keeps it so. */
  public void calm() {
    latency = () -> 0;
    loss = 0;
    duplication = 0;
    heal();
    IntStream.range(0, ids.size()).forEach(this::resume);
  }

  /** Drops what the one sends to the other, and back. */
  public void cut(int one, int other) {
    cuts.add(ids.get(one) + ids.get(other));
    cuts.add(ids.get(other) + ids.get(one));
  }

  public void heal() {
    cuts.clear();
  }

  /** Kills a node, with all that it remembers, and starts it again. */
  public void restart(int node) {
    processes.set(node, new Process(node));
    processes.get(node).init();
  }

  /** Stops a node; what reaches it waits, and so do its timers. */
  public void pause(int node) {
    processes.get(node).paused = true;
  }

  public void resume(int node) {
    processes.get(node).resume();
  }

  public C node(int node) {
    return processes.get(node).challenge;
  }

  public SplittableRandom random() {
    return random;
  }

  /** Lets a node state what it claims of itself. */
  public void invariants(int node, Invariants always) {
    processes.get(node).node.invariants(always);
  }

  /** What the nodes have logged so far. */
  public List<String> logged() {
    return logged;
  }

  /** The messages between nodes so far. */
  public List<Message> sent() {
    return sent;
  }

  /**
   * Lets a client ask a node; the reply comes now or later.
   *
   * @param body without a {@code msg_id}, in single quotes
   */
  public Reply request(int node, String body) {
    Reply reply = new Reply();
    replies.put(++msgId, reply);
    processes
        .get(node)
        .receive(
            "{'src':'c1','dest':'%s','body':{'msg_id':%d,%s}"
                .formatted(ids.get(node), msgId, body.substring(1)));
    return reply;
  }

  /** Runs all events up to so much later. */
  public void run(Duration time) {
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
  public static final class Reply {
    private @Nullable Message message;
    private Runnable then = () -> {};

    public boolean arrived() {
      return message != null;
    }

    /** Runs an action when the reply is sent: now, or in the same step as what it answers. */
    public void then(Runnable action) {
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

    record Error(int code) {}

    /** The code of the error that answers it. */
    public int error() {
      return body("error", Error.class).code();
    }

    /** The body of what answers it, which must be of that type. */
    public <B> B body(String type, Class<B> as) {
      if (message == null || !type.equals(message.type())) {
        throw new AssertionError("expected " + type + ", not " + message);
      }
      return message.body(as);
    }
  }

  private final class Process implements Scheduler {
    private final Node node;
    private final C challenge;
    private final int index;
    private final List<Runnable> postponed = new ArrayList<>();
    private boolean paused;

    Process(int index) {
      this.index = index;
      node =
          new Node(
              this, (dest, line, length) -> transmit(Arrays.copyOf(line, length)), logged::add);
      challenge = challenges.apply(node, this);
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
      return Instant.EPOCH.plusNanos(now);
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
