package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;
import dev.glomers.simulation.workload.Anomaly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a world, in one of its lives or between two: an object of ours, or a process. */
public abstract class ServerNode implements Endpoint {
  /** What nobody can look into. */
  private static final Challenge UNKNOWN = (cluster, on) -> {};

  private final String id;
  private final World world;
  private final Clock clock;
  private final Trace trace;
  private final List<Long> kills = new ArrayList<>();
  private boolean alive;
  private boolean paused;

  /**
   * @param world where the node lives; it may be still in the making
   */
  protected ServerNode(String id, World world) {
    this.id = id;
    this.world = world;
    this.clock = world.clock();
    this.trace = world.trace();
  }

  /** Begins a life, with nothing in memory. */
  protected abstract void begin();

  /** Ends the life at once. */
  protected abstract void end();

  /** Stops, as by SIGSTOP. */
  protected abstract void halt();

  /** Goes on after that. */
  protected abstract void proceed();

  /**
   * The node was told who is there, in the life that it leads.
   *
   * @param failure what its answer was if it was not the right one; else null
   */
  protected void initialised(@Nullable Throwable failure) {}

  /** The node has not answered as it should what came before the first operation. */
  protected void refusedSetUp(Throwable failure) {}

  /** How long it takes to start, in nanoseconds: before that it cannot be told who is there. */
  long startUp() {
    return 0;
  }

  /** Whether it is gone for good, for its journal is damaged. */
  boolean isLost() {
    return false;
  }

  /** Whether it knows who is there, if it runs. */
  protected boolean isReady() {
    return true;
  }

  /** The end of what it said beside its messages, in words that go on; empty if it never can. */
  protected String lastWords() {
    return "";
  }

  /** Ends everything that there is of it, for the run is over. */
  protected void close() {}

  /** Waits until that has happened. */
  protected void awaitEnd() {}

  /** What runs here, or ran last. */
  Challenge challenge() {
    return UNKNOWN;
  }

  /** Sets how far the node's clock is ahead of the true time; negative if it is behind. */
  void skew(Duration ahead) {
    throw new UnsupportedOperationException("the clock of " + id);
  }

  /** The times at which the node was killed, if it then lost what it had. */
  List<Long> lapses() {
    return kills;
  }

  /** Starts the process, with nothing in its memory. */
  final void start() {
    begin();
    alive = true;
    world.claims().born(id);
    world.network().connect(this);
    trace.started(clock.now(), id);
  }

  /** Ends the process at once. Its memory is lost, and so is what is on the way to it. */
  final void kill() {
    world.network().disconnect(id);
    alive = false;
    paused = false;
    kills.add(clock.now());
    end();
    world.claims().died(id);
    trace.killed(clock.now(), id);
  }

  protected final boolean isAlive() {
    return alive;
  }

  /** How often the node has been killed: no two of its lives have the same number. */
  protected final int life() {
    return kills.size();
  }

  /** Stops the process: it does nothing, but messages to it and its timers do wait. */
  final void pause() {
    paused = true;
    halt();
    trace.paused(clock.now(), id);
  }

  protected final boolean isPaused() {
    return paused;
  }

  final void resume() {
    paused = false;
    trace.resumed(clock.now(), id);
    proceed();
  }

  @Override
  public final String id() {
    return id;
  }

  /** Nanoseconds since the start of the run. */
  protected final long now() {
    return clock.now();
  }

  /** Has the thread of the world run an action. For any thread. */
  protected final void post(Runnable action) {
    clock.post(action);
  }

  /** Runs an action later. */
  protected final void after(Duration delay, Runnable action) {
    clock.after(delay.toNanos(), action);
  }

  /** Sends a line that ends with a line end. The bytes are copied. */
  protected final void send(String dest, byte[] line, int length) {
    passOn(id, dest, line, length);
  }

  /** The same, from whoever has sent it to this node. */
  protected final void passOn(String src, String dest, byte[] line, int length) {
    world.network().send(src, dest, line, length);
  }

  /** Whether there is, or ever was, somebody of this name. */
  protected final boolean isKnown(String dest) {
    return world.isKnown(dest);
  }

  protected final void log(String line) {
    world.log().add(clock.now(), id, line);
  }

  /** The node was handed a message. */
  protected final void delivered(Packet packet) {
    trace.delivered(clock.now(), packet);
  }

  /**
   * Ends the run: the node has done what no node may do.
   *
   * @param kind its name
   * @param words what it did, and what it should have done
   */
  @SuppressWarnings("DoNotCallSuggester") // It is there to end the run
  protected final void violates(String kind, String words) {
    throw new Violation(new Anomaly(kind, words));
  }
}
