package dev.glomers.simulation.workload;

import dev.glomers.protocol.RpcException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;

/**
 * What Maelstrom calls a workload: what its clients ask of the nodes and what must hold of the
 * answers. One object serves one run; all of its randomness comes from the generator that its
 * {@link Factory} was given.
 *
 * <p>An operation is a record; most are the body of the one request that they make. Threads are
 * Jepsen's: {@code concurrency} of them, thread <i>i</i> talks to node <i>i</i> modulo the number
 * of nodes. A thread whose operation ended {@link Outcome#INFO} goes on as a new process, with a
 * new {@link Client}. Each operation but the probes is a {@link JepsenForm}.
 */
public interface Workload {
  /** As long as most of Maelstrom's clients wait for a reply. */
  Duration TIMEOUT = Duration.ofSeconds(5);

  /** As long as this workload's clients wait for a reply. */
  default Duration timeout() {
    return TIMEOUT;
  }

  /**
   * The threads of which one does what is due next: some of those that are free. Called just before
   * {@link #next}.
   *
   * @param free the threads that do nothing, of which there is one at least
   */
  default BitSet candidates(BitSet free) {
    return free;
  }

  /**
   * What a free thread does next. Called once for each operation, when it is due; what it returns
   * is invoked at once.
   *
   * @param nowNanos virtual time
   */
  Record next(int thread, long nowNanos);

  /** What is asked of each node before the first operation. */
  default void setUp(Connection connection) {}

  /** A client for a new process. */
  Client open(Connection connection);

  /**
   * What a free thread does next once the time limit has passed, the faults have ended for its node
   * and the nodes have had time to recover; empty if it is done.
   *
   * @param done how many final operations the thread has begun
   * @param nowNanos virtual time
   */
  default Optional<Record> nextFinal(int thread, int done, long nowNanos) {
    return Optional.empty();
  }

  /**
   * What a free thread does when all have done their final operations. Maelstrom's clients do
   * nothing any more: this is for our checker alone, and counts in no figure. Of each kind of
   * operation there is one here or among the final operations, and all of them must succeed.
   *
   * @param done how many of these operations the thread has begun
   */
  Optional<Record> nextProbe(int thread, int done);

  /** Whether it is a probe though it stands among the final operations. */
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
   * Whether there are final operations. If not, Maelstrom's account of a run ends at the time
   * limit, with the faults as they are.
   */
  default boolean hasFinal() {
    return true;
  }

  /**
   * How an operation that failed goes into the history. Of an idempotent one, such as a read, it
   * need not be known whether it happened: it is a {@link Outcome#FAIL} at worst.
   */
  default Outcome failed(Record operation, RpcException failure) {
    return failure.definite() ? Outcome.FAIL : Outcome.INFO;
  }

  /** What must hold of the history. */
  Checker checker();

  /** Makes a workload for one run. */
  interface Factory {
    Workload create(Setting setting);
  }
}
