package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;
import dev.glomers.simulation.workload.Anomaly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a world, running or between two lives: an object of ours, or a process. */
public abstract class ServerNode implements Endpoint {
  /** Stands for a challenge that is not visible from here. */
  private static final Challenge UNKNOWN = (cluster, on) -> {};

  private final String id;
  private final World world;
  private final Clock clock;
  private final Trace trace;
  private final List<Long> killsNanos = new ArrayList<>();
  private boolean alive;
  private boolean paused;

  /**
   * @param world the node's world; it may still be under construction
   */
  protected ServerNode(String id, World world) {
    this.id = id;
    this.world = world;
    this.clock = world.clock();
    this.trace = world.trace();
  }

  /** Begins a life, with empty memory. */
  protected abstract void begin();

  /** Ends the life at once. */
  protected abstract void end();

  /** Stops, as by SIGSTOP. */
  protected abstract void halt();

  /** Resumes after {@link #halt}. */
  protected abstract void proceed();

  /**
   * The {@code init} of the node's present life has ended.
   *
   * @param failure why it failed; null if it succeeded
   */
  protected void initialised(@Nullable Throwable failure) {}

  /** The node has not answered the set-up request correctly. */
  protected void refusedSetUp(Throwable failure) {}

  /** How long it takes to start, in nanoseconds; {@code init} cannot be sent before. */
  long startUpNanos() {
    return 0;
  }

  /** Whether the node is lost for good, because its journal is damaged. */
  boolean isLost() {
    return false;
  }

  /** Whether it has answered {@code init}, if it runs. */
  protected boolean isReady() {
    return true;
  }

  /** The end of its other output, as the rest of a sentence; empty if it never has any. */
  protected String lastWords() {
    return "";
  }

  /** Ends all that is left of it, because the run is over. */
  protected void close() {}

  /** Waits until {@link #close} has taken effect. */
  protected void awaitEnd() {}

  /** The challenge that runs here, or ran last. */
  Challenge challenge() {
    return UNKNOWN;
  }

  /** Sets how far the node's clock is ahead of the true time; negative if it is behind. */
  void skew(Duration ahead) {
    throw new UnsupportedOperationException("the clock of " + id);
  }

  /** The times at which the node was killed and lost its state. */
  List<Long> lapsesNanos() {
    return killsNanos;
  }

  /** Starts the process, with empty memory. */
  final void start() {
    begin();
    alive = true;
    world.claims().born(id);
    world.network().connect(this);
    trace.changed(clock.nowNanos(), id, "started");
  }

  /** Ends the process at once. Its memory and the messages in flight to it are lost. */
  final void kill() {
    world.network().disconnect(id);
    alive = false;
    paused = false;
    killsNanos.add(clock.nowNanos());
    end();
    world.claims().died(id);
    trace.changed(clock.nowNanos(), id, "killed");
  }

  protected final boolean isAlive() {
    return alive;
  }

  /** How often the node has been killed, which is unique to each life. */
  protected final int life() {
    return killsNanos.size();
  }

  /** Stops the process: it does nothing, and messages to it and its timers wait. */
  final void pause() {
    paused = true;
    halt();
    trace.changed(clock.nowNanos(), id, "paused");
  }

  protected final boolean isPaused() {
    return paused;
  }

  final void resume() {
    paused = false;
    trace.changed(clock.nowNanos(), id, "resumed");
    proceed();
  }

  @Override
  public final String id() {
    return id;
  }

  /** Nanoseconds since the start of the run. */
  protected final long nowNanos() {
    return clock.nowNanos();
  }

  /** Runs an action on the world's thread. May be called on any thread. */
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

  /** Whether an endpoint has, or ever had, this name. */
  protected final boolean isKnown(String dest) {
    return world.isKnown(dest);
  }

  protected final void log(String line) {
    world.log().add(clock.nowNanos(), id, line);
  }

  /** The node has received a message. */
  protected final void delivered(Packet packet) {
    world.delivered(packet);
  }

  /**
   * Ends the run, because the node has done something forbidden.
   *
   * @param kind the anomaly's name
   * @param words what the node did, and what it should have done
   */
  @SuppressWarnings("DoNotCallSuggester") // It is there to end the run
  protected final void violates(String kind, String words) {
    throw new Violation(new Anomaly(kind, words));
  }
}
