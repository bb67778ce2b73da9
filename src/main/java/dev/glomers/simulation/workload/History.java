package dev.glomers.simulation.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All operations of a run. */
public final class History {
  private final List<Operation> operations = new ArrayList<>();
  private int positions;

  /** The operations in the order of their invocations. */
  public List<Operation> operations() {
    return Collections.unmodifiableList(operations);
  }

  /** The operations of one kind, in the order of their invocations. */
  public Stream<Operation> of(Class<? extends Record> kind) {
    return operations.stream().filter(operation -> operation.is(kind));
  }

  public int size() {
    return operations.size();
  }

  /** Adds an operation that a client invokes. */
  public Operation invoke(
      int process,
      int thread,
      String node,
      Record request,
      boolean last,
      boolean ofMaelstrom,
      long timeNanos) {
    Operation operation =
        new Operation(process, thread, node, request, last, ofMaelstrom, timeNanos, positions++);
    operations.add(operation);
    return operation;
  }

  /**
   * Ends an operation.
   *
   * @param result its result; null if there is none or if it is not ok
   * @param failure its failure; null if it did not fail
   */
  public void complete(
      Operation operation,
      Outcome outcome,
      @Nullable Object result,
      @Nullable Throwable failure,
      long timeNanos) {
    operation.complete(outcome, result, failure, timeNanos, positions++);
  }
}
