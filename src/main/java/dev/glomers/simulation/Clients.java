package dev.glomers.simulation;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's threads. In the main phase operations are due at random intervals, uniform over 0 to 2 /
 * rate. Each goes to the next free thread; if none is free, the schedule waits. In the final phase
 * every thread carries out its final operations as fast as possible.
 */
final class Clients {
  /** Greater than any number that a test's clients use. */
  private static final int FIRST_BESIDES = 1_000_000_000;

  private final World world;
  private final Clock clock;
  private final Workload workload;
  private final Trace trace;
  private final History history = new History();
  private final List<Anomaly> malformed = new ArrayList<>();
  private final Dice dice;
  private final SplittableRandom times;
  private final Redrawn ofOperations;
  private final @Nullable Plan plan;
  private final Set<Integer> issued = new LinkedHashSet<>();
  private final int concurrency;
  private final List<ClientConnection> settingUp = new ArrayList<>();
  private final BitSet free = new BitSet();
  private final Process[] threads;

  /** How many operations each thread has begun in the present final stage. */
  private final int[] begun;

  private @Nullable Stage last;
  private boolean probing;

  private final double intervalNanos;
  private int nextThread;

  /** How many operations of the main phase have been due. */
  private int due;

  private long nextTimeNanos;
  private long cutoffNanos;
  private boolean scheduled;

  Clients(
      World world,
      Workload workload,
      int concurrency,
      double rate,
      Dice dice,
      Redrawn ofOperations,
      @Nullable Plan plan) {
    this.world = world;
    this.clock = world.clock();
    this.workload = workload;
    this.concurrency = concurrency;
    this.intervalNanos = 2e9 / rate;
    this.dice = dice;
    times = dice.of("times of operations");
    this.ofOperations = ofOperations;
    this.plan = plan;
    this.trace = world.trace();
    this.threads = new Process[concurrency];
    this.begun = new int[concurrency];
  }

  /** Sends every node the set-up request that precedes the first operation. */
  void setUp() {
    for (String node : world.ids()) {
      ClientConnection connection = world.connect(-1, node, workload.timeout());
      workload.setUp(connection);
      settingUp.add(connection);
    }
  }

  /** Whether every node has answered the set-up request or was given up. */
  boolean isSetUp() {
    return settingUp.stream().allMatch(ClientConnection::isIdle);
  }

  /** Notifies the nodes that have not answered the set-up request correctly. */
  void checkSetUp() {
    for (ClientConnection connection : settingUp) {
      Throwable failure = connection.failure();
      if (failure != null) {
        world.node(connection.node()).refusedSetUp(failure);
      }
    }
  }

  /** Begins the main phase. */
  void start(long timeLimitNanos) {
    for (int thread = 0; thread < concurrency; thread++) {
      threads[thread] = open(thread, thread);
      free.set(thread);
    }
    nextTimeNanos = clock.nowNanos();
    cutoffNanos = clock.nowNanos() + (Double.isInfinite(intervalNanos) ? 0 : timeLimitNanos);
    schedule();
  }

  /** Gives a thread's next final operation, by the number of those that it has begun. */
  @FunctionalInterface
  interface Stage {
    Optional<Record> next(int thread, int done);
  }

  /** Begins the final operations of the threads that talk to these nodes. */
  void finish(Set<String> core) {
    begin(core, (thread, done) -> workload.nextFinal(thread, done, clock.nowNanos()), false);
  }

  /** Begins the operations that Maelstrom's clients do not carry out, on the same threads. */
  void probe(Set<String> core) {
    begin(core, workload::nextProbe, true);
  }

  private void begin(Set<String> core, Stage stage, boolean ofProbes) {
    cutoffNanos = 0;
    last = stage;
    probing = ofProbes;
    for (int thread = 0; thread < concurrency; thread++) {
      if (core.contains(threads[thread].connection.node())) {
        nextLast(thread, 0);
      }
    }
  }

  /** Whether no operation is under way. */
  boolean idle() {
    return free.cardinality() == concurrency;
  }

  /** The operations of the main phase that took place. */
  Set<Integer> issued() {
    return issued;
  }

  History history() {
    return history;
  }

  /** The replies that no schema allows. */
  List<Anomaly> malformed() {
    return malformed;
  }

  private Process open(int thread, int process) {
    List<String> nodes = world.ids();
    ClientConnection connection =
        world.connect(process, nodes.get(thread % nodes.size()), workload.timeout());
    return new Process(process, connection, workload.open(connection));
  }

  private void schedule() {
    long timeNanos = Math.max(clock.nowNanos(), nextTimeNanos);
    if (!scheduled && !free.isEmpty() && timeNanos < cutoffNanos) {
      scheduled = true;
      clock.at(timeNanos, this::issue);
    }
  }

  private void issue() {
    scheduled = false;
    BitSet candidates = workload.candidates(free);
    int thread = candidates.nextSetBit(nextThread);
    if (thread < 0) {
      thread = candidates.nextSetBit(0);
    }
    // The rotation has a place for the thread that injects faults.
    nextThread = (nextThread + 1) % (concurrency + 1);
    nextTimeNanos = clock.nowNanos() + (long) (times.nextDouble() * intervalNanos);
    ofOperations.begin(dice.of("operation", due));
    Record request = workload.next(thread, clock.nowNanos());
    if (plan == null || plan.operations().contains(due)) {
      issued.add(due);
      invoke(thread, request, false);
    }
    due++;
    schedule();
  }

  private void nextLast(int thread, int done) {
    ofOperations.begin(dice.of("last of " + thread, done));
    Optional<Record> next = Objects.requireNonNull(last).next(thread, done);
    if (next.isPresent()) {
      begun[thread] = done + 1;
      invoke(thread, next.get(), true);
    } else {
      free.set(thread);
    }
  }

  private void invoke(int thread, Record request, boolean isFinal) {
    free.clear(thread);
    Process process = threads[thread];
    Operation operation =
        history.invoke(
            process.number,
            thread,
            process.connection.node(),
            request,
            isFinal,
            !probing && !workload.isProbe(request),
            clock.nowNanos());
    trace.invoked(clock.nowNanos(), operation);
    process
        .client
        .invoke(request)
        .whenComplete((result, failure) -> complete(operation, result, failure));
  }

  /**
   * Begins an extra operation, outside the threads' turns, as a separate process.
   *
   * @param number unique among these operations
   */
  void besides(int number, String node) {
    ofOperations.begin(dice.of("operation besides", number));
    int process = FIRST_BESIDES + number;
    ClientConnection connection = world.connect(process, node, workload.timeout());
    Record request = workload.next(0, clock.nowNanos());
    Operation operation =
        history.invoke(process, process, node, request, false, true, clock.nowNanos());
    trace.invoked(clock.nowNanos(), operation);
    workload
        .open(connection)
        .invoke(request)
        .whenComplete((result, failure) -> note(operation, result, failure));
  }

  private void note(Operation operation, @Nullable Object result, @Nullable Throwable failure) {
    if (failure == null) {
      history.complete(operation, Outcome.OK, result, null, clock.nowNanos());
    } else {
      Throwable cause = cause(failure);
      Outcome outcome = Outcome.INFO;
      if (cause instanceof MalformedReply reply) {
        String words = malformed.isEmpty() ? world.node(operation.node()).lastWords() : "";
        malformed.add(new Anomaly("malformed-reply", reply.getMessage() + words));
      } else {
        outcome = workload.failed(operation.request(), RpcException.from(failure));
      }
      history.complete(operation, outcome, null, cause, clock.nowNanos());
    }
    trace.completed(clock.nowNanos(), operation);
  }

  private void complete(Operation operation, @Nullable Object result, @Nullable Throwable failure) {
    int thread = operation.thread();
    note(operation, result, failure);
    if (operation.outcome() == Outcome.INFO) {
      threads[thread].connection.close();
      threads[thread] = open(thread, operation.process() + concurrency);
    }
    if (operation.isFinal()) {
      double share = dice.of("pause of " + thread, begun[thread]).nextDouble();
      long pauseNanos = (long) (2 * share * workload.finalInterval().toNanos());
      clock.at(operation.invokedAtNanos() + pauseNanos, () -> nextLast(thread, begun[thread]));
    } else {
      free.set(thread);
      schedule();
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private record Process(int number, ClientConnection connection, Client client) {}
}
