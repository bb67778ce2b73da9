package dev.glomers.simulation;

import static java.util.Objects.requireNonNull;

import dev.glomers.protocol.Body;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Line;
import dev.glomers.protocol.Message;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that a test directs line by line: nodes, disks, services and network of the simulation,
 * in which nothing happens but what the test says, and then as time passes.
 */
public class TestCluster<C extends Challenge> {
  private static final String CLIENT = "c1";

  private final VirtualClock clock = new VirtualClock();
  private final SplittableRandom random;
  private final World world;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Set<String>> cut = new HashMap<>();
  private final Map<String, Set<String>> heldBack = new HashMap<>();
  private final List<Packet> held = new ArrayList<>();
  private final Map<Long, TestReply> replies = new HashMap<>();
  private final List<Message> sent = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();
  private long lastMsgId;
  private boolean releasing;

  /** What a message between servers takes, in nanoseconds. */
  private LongSupplier latency = () -> 0;

  /** Nodes that have just started. */
  public TestCluster(int nodes, Function<Collaborators, C> challenges) {
    this(nodes, 1, challenges);
  }

  /**
   * @param challenges makes the challenge that a node runs, each time that it starts
   */
  public TestCluster(int nodes, long seed, Function<Collaborators, C> challenges) {
    random = new SplittableRandom(seed);
    Platform platform =
        new Platform() {
          @Override
          public Clock clock() {
            return clock;
          }

          @Override
          public ServerNode node(String id, World of, SplittableRandom own) {
            Member member = new Member(id, of, own, challenges);
            members.add(member);
            return member.process;
          }

          @Override
          public List<String> faults() {
            return Faults.names();
          }
        };
    world =
        new World(
            nodes,
            any -> latency.getAsLong(),
            true,
            Victims.ALL,
            platform,
            new Dice(seed),
            false,
            new Script());
    world.conditions().cut("cut", cut);
    world.conditions().cut("hold", heldBack);
    members.forEach(member -> member.process.start());
    members.forEach(Member::init);
  }

  public Member node(int index) {
    return members.get(index);
  }

  /** Lets messages take up to this long, be lost and come twice. */
  public void disturb(Duration longest, double lossRate, double duplicationRate) {
    latency = () -> random.nextLong(longest.toNanos() + 1);
    world.conditions().loss = lossRate;
    world.conditions().duplication = duplicationRate;
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
    disturb(Duration.ZERO, 0, 0);
    heal();
    release();
    members.forEach(Member::resume);
  }

  /** Drops what reaches the one from the other, and back. */
  public void cut(int one, int other) {
    separate(cut, one, other);
  }

  /** Lets all hear each other again; what is held stays held. */
  public void heal() {
    cut.clear();
    heldBack.clear();
  }

  /** Keeps what reaches the one from the other, and back, until it is released. */
  public void hold(int one, int other) {
    separate(heldBack, one, other);
  }

  private void separate(Map<String, Set<String>> unheard, int one, int other) {
    String first = node(one).id;
    String second = node(other).id;
    unheard.computeIfAbsent(first, any -> new HashSet<>()).add(second);
    unheard.computeIfAbsent(second, any -> new HashSet<>()).add(first);
  }

  /** Holds nothing any more, and sends what was held on its way, in the order in which it came. */
  public void release() {
    heldBack.clear();
    releasing = true;
    for (Packet packet : held) {
      // What it ends with is left out on the way.
      byte[] line = Arrays.copyOf(packet.line(), packet.line().length + 1);
      world.network().send(packet.src(), packet.dest(), line, line.length);
    }
    releasing = false;
    held.clear();
  }

  public SplittableRandom random() {
    return random;
  }

  /** What the nodes have logged so far. */
  public List<String> logged() {
    return logged;
  }

  /** The messages between servers so far. */
  public List<Message> sent() {
    return sent;
  }

  /**
   * Lets a client ask a node; the reply comes now or later.
   *
   * @param body without a {@code msg_id}, in single quotes
   */
  public TestReply request(int node, String body) {
    TestReply reply = new TestReply();
    replies.put(++lastMsgId, reply);
    node(node).receive("{'msg_id':%d,%s".formatted(lastMsgId, body.substring(1)));
    return reply;
  }

  /** Lets a client ask a node; the reply comes now or later. */
  public TestReply request(int node, Record body) {
    TestReply reply = new TestReply();
    replies.put(++lastMsgId, reply);
    Line line = new Line();
    Codec.encode(line, CLIENT, node(node).id, Body.type(body.getClass()), lastMsgId, null, body);
    node(node).receive(Arrays.copyOf(line.bytes(), line.length() - 1));
    return reply;
  }

  /** Runs all events up to so much later. */
  public void run(Duration time) {
    // What is due at that very moment happens too.
    clock.runUntil(clock.nowNanos() + time.toNanos() + 1);
  }

  /** A node, in all its lives. */
  public final class Member {
    private final String id;
    private final SimulatedNode process;
    private @Nullable C challenge;
    private @Nullable Node node;

    private Member(
        String id, World of, SplittableRandom own, Function<Collaborators, C> challenges) {
      this.id = id;
      NodeFactory factory =
          with -> {
            challenge = challenges.apply(with);
            node = (Node) with.bus();
            return challenge;
          };
      process = new SimulatedNode(id, of, factory, own);
    }

    /** Kills the node, with all that it remembers. */
    public void kill() {
      process.kill();
    }

    /** Starts the node after a kill. */
    public void start() {
      process.start();
      init();
    }

    /** Kills the node, and starts it again at once. */
    public void restart() {
      kill();
      start();
    }

    /** Stops the node; what reaches it waits, and so do its timers. */
    public void pause() {
      process.pause();
    }

    public void resume() {
      process.resume();
    }

    /** What runs there, or ran last. */
    public C challenge() {
      return requireNonNull(challenge);
    }

    /** Lets the node state what it claims of itself, which must hold. */
    public void claim(Invariants also) {
      Node claimant = requireNonNull(node);
      world.claims().check(id, claimant, () -> "was asked");
      claimant.invariants(also);
    }

    private void init() {
      String ids =
          members.stream().map(member -> "'" + member.id + "'").collect(Collectors.joining(","));
      receive("{'type':'init','msg_id':0,'node_id':'%s','node_ids':[%s]}".formatted(id, ids));
    }

    private void receive(String body) {
      String line = "{'src':'%s','dest':'%s','body':%s}".formatted(CLIENT, id, body);
      receive(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private void receive(byte[] line) {
      if (process.isAlive()) {
        process.receive(new Packet(-1, CLIENT, id, line, clock.nowNanos()));
      }
    }
  }

  /** Notes what the nodes do. */
  private final class Script implements Trace {
    @Override
    public void sent(long timeNanos, Packet packet) {
      if (packet.involvesClient()) {
        Message message = packet.message();
        TestReply reply = replies.get(message.inReplyTo());
        if (reply != null) {
          reply.arrive(message);
        }
      } else if (!releasing) {
        sent.add(packet.message());
      }
    }

    @Override
    public void dropped(long timeNanos, Packet packet, String why) {
      if (why.equals("hold")) {
        held.add(packet);
      }
    }

    @Override
    public void logged(long timeNanos, String node, String line) {
      logged.add(line);
    }
  }
}
