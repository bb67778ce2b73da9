package dev.glomers.simulation.workload;

import dev.glomers.protocol.RpcException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;

/**
 * A Maelstrom workload: the requests that clients make and the checks of the answers. One object
 * serves one run; all of its randomness comes from the generator that its {@link Factory} was
 * given.
 *
 * <p>An operation is a record; most are the body of the one request that they make. Threads are
 * Jepsen's: there are {@code concurrency} of them, and thread <i>i</i> talks to node <i>i</i>
 * modulo the number of nodes. A thread whose operation ended {@link Outcome#INFO} continues as a
 * new process, with a new {@link Client}. Each operation except a probe is a {@link JepsenForm}.
 */
public interface Workload {
  /** How long most of Maelstrom's clients wait for a reply. */
  Duration TIMEOUT = Duration.ofSeconds(5);

  /** How long this workload's clients wait for a reply. */
  default Duration timeout() {
    return TIMEOUT;
  }

  /**
   * The free threads that may carry out the next operation. Called just before {@link #next}.
   *
   * @param free the free threads; at least one
   */
  default BitSet candidates(BitSet free) {
    return free;
  }

  /**
   * The next operation of a free thread. Called once for each operation, when it is due; the result
   * is invoked at once.
   *
   * @param nowNanos nanoseconds since the start of the run
   */
  Record next(int thread, long nowNanos);

  /** Sends a node the requests that come before the first operation. */
  default void setUp(Connection connection) {}

  /** A client for a new process. */
  Client open(Connection connection);

  /**
   * The next final operation of a free thread, once the time limit has passed, the faults have
   * ended for its node and the nodes have had time to recover; empty if the thread is done.
   *
   * @param done how many final operations the thread has begun
   * @param nowNanos nanoseconds since the start of the run
   */
  default Optional<Record> nextFinal(int thread, int done, long nowNanos) {
    return Optional.empty();
  }

  /**
   * The next probe of a free thread, once all threads have done their final operations. Maelstrom's
   * clients have no probes: these are for our checker alone, and count in no figure. Each kind of
   * operation occurs among the probes or the final operations, and all of them must succeed.
   *
   * @param done how many probes the thread has begun
   */
  Optional<Record> nextProbe(int thread, int done);

  /** Whether a final operation is a probe. */
  default boolean isProbe(Record operation) {
    return false;
  }

  /**
   * The mean time from one final operation of a thread to its next, drawn uniformly from 0 to twice
   * as much.
   */
  default Duration finalInterval() {
    return Duration.ZERO;
  }

  /**
   * Whether there are final operations. If not, Maelstrom's part of a run ends at the time limit,
   * with the faults as they are.
   */
  default boolean hasFinal() {
    return true;
  }

  /**
   * The outcome that the history records for a failed operation. For an idempotent one, such as a
   * read, it does not matter whether it happened: it is a {@link Outcome#FAIL} at worst.
   */
  default Outcome failed(Record operation, RpcException failure) {
    return failure.definite() ? Outcome.FAIL : Outcome.INFO;
  }

  /** Checks the history. */
  Checker checker();

  /** Makes a workload for one run. */
  interface Factory {
    Workload create(Setting setting);
  }
}
