package dev.glomers.simulation.workload;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A grow-only set, as in Maelstrom's broadcast and {@code g-set}. Clients add the integers from 0,
 * each once, and read the set as often as they add. At the end each client reads it once more.
 */
public abstract class GrowingSet implements Workload {
  private final RandomGenerator random;
  private final IntFunction<? extends Record> add;
  private final ToIntFunction<Record> element;
  private final Class<? extends Record> added;
  private final Record read;
  private final String field;
  private int adds;

  /**
   * @param add the request to add an element
   * @param element extracts that element
   * @param added the reply to it
   * @param read the request to read the set, a {@link ReadForm}
   * @param field the name of the elements in the {@code read_ok}
   */
  protected GrowingSet(
      Setting setting,
      IntFunction<? extends Record> add,
      ToIntFunction<Record> element,
      Class<? extends Record> added,
      Record read,
      String field) {
    this.random = setting.random();
    this.add = add;
    this.element = element;
    this.added = added;
    this.read = read;
    this.field = field;
  }

  /** How a read of the set stands in a history. */
  public interface ReadForm extends JepsenForm {
    @Override
    default List<@Nullable Object> completed(@Nullable Object result) {
      return ((ReadValues) Objects.requireNonNull(result)).plain();
    }
  }

  @Override
  public final Record next(int thread, long nowNanos) {
    return random.nextBoolean() ? add.apply(adds++) : read;
  }

  @Override
  public final Optional<Record> nextFinal(int thread, int done, long nowNanos) {
    return done == 0 ? Optional.of(read) : Optional.empty();
  }

  @Override
  public final Optional<Record> nextProbe(int thread, int done) {
    return done == 0 ? Optional.of(add.apply(adds++)) : Optional.empty();
  }

  @Override
  public final Client open(Connection connection) {
    return operation ->
        operation == read
            ? connection.call(operation, "read_ok", reply -> ReadValues.parse(reply, field))
            : connection.call(operation, added);
  }

  @Override
  public final Checker checker() {
    return new SetChecker(read.getClass(), element);
  }
}
