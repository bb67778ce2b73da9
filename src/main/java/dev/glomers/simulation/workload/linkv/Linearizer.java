package dev.glomers.simulation.workload.linkv;

import dev.glomers.simulation.workload.Operation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the operations on one register in which each takes effect between its
 * invocation and its completion. After each completion it keeps all possible configurations; once
 * there are none, there is no order.
 *
 * <p>Few remain, since each operation takes effect as late as it can, just before a completion, and
 *
 * <ul>
 *   <li>a read takes effect as soon as it can, because waiting cannot help;
 *   <li>a write that no operation sees, because it is overwritten at once or writes the present
 *       value, leaves no trace: it is enough to remember that it may have taken effect;
 *   <li>so an operation takes effect early only if the next one needs it;
 *   <li>of equal operations of unknown outcome the first takes effect, and a compare-and-set is
 *       preferred to a write that hides no other;
 *   <li>a configuration that has used fewer of those can do all that one with more can.
 * </ul>
 *
 * @see <a href="https://doi.org/10.1006/jpdc.1993.1015">Wing, Gong: Testing and Verifying
 *     Concurrent Objects</a>
 * @see <a href="https://doi.org/10.1002/cpe.3928">Lowe: Testing for Linearizability</a>, section 4:
 *     just-in-time linearization
 */
final class Linearizer {
  private static final int SLOTS = Long.SIZE;

  /** The search gives up beyond this many configurations of a register. */
  private static final int MOST = 100_000;

  private final @Nullable RegisterCall[] underWay = new RegisterCall[SLOTS];
  private final @Nullable RegisterCall[] open = new RegisterCall[SLOTS];
  private Linearizations now = new Linearizations();
  private long writes;
  private int opened;
  private int seen;

  /**
   * The result of the search.
   *
   * @param misfit the first operation that no order explains; null if there is none
   * @param before the configurations before it
   * @param undecided why the search gave up; null if it did not
   */
  record Result(
      @Nullable RegisterCall misfit, List<Linearization> before, @Nullable String undecided) {}

  private record Event(int position, RegisterCall call) {
    boolean begins() {
      return position == call.operation().invocation();
    }
  }

  /** The search gave up. */
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted(String why) {
      super(why, null, false, false);
    }
  }

  static Result check(List<RegisterCall> calls) {
    return new Linearizer().run(calls);
  }

  private Result run(List<RegisterCall> calls) {
    now.add(Linearization.INITIAL);
    List<Event> events =
        calls.stream()
            .flatMap(Linearizer::events)
            .sorted(Comparator.comparingInt(Event::position))
            .toList();
    try {
      for (Event event : events) {
        if (event.begins()) {
          begin(event.call());
        } else {
          Linearizations before = now;
          end(slot(event.call()));
          if (now.isEmpty()) {
            return new Result(event.call(), before.stream().toList(), null);
          }
        }
      }
    } catch (Exhausted exhausted) {
      return new Result(null, List.of(), exhausted.getMessage());
    }
    return new Result(null, List.of(), null);
  }

  private static Stream<Event> events(RegisterCall call) {
    Operation operation = call.operation();
    Event begin = new Event(operation.invocation(), call);
    return call.isOpen()
        ? Stream.of(begin)
        : Stream.of(begin, new Event(operation.completion(), call));
  }

  private void begin(RegisterCall call) {
    if (call.isOpen()) {
      if (opened == SLOTS) {
        throw new Exhausted("more than " + SLOTS + " operations of unknown outcome");
      }
      open[opened++] = call;
      return;
    }
    int slot = Arrays.asList(underWay).indexOf(null);
    if (slot < 0) {
      throw new Exhausted("more than " + SLOTS + " operations at once");
    }
    underWay[slot] = call;
    writes |= call.isWrite() ? 1L << slot : 0;
    Linearizations next = new Linearizations();
    now.stream().forEach(each -> next.add(settled(each)));
    now = next;
  }

  private int slot(RegisterCall call) {
    return Arrays.asList(underWay).indexOf(call);
  }

  /** Lets the operations take effect that change nothing and need not wait. */
  private Linearization settled(Linearization from) {
    long done = from.done();
    long hideable = from.hideable();
    boolean idle = from.idle();
    for (int slot = 0; slot < SLOTS; slot++) {
      RegisterCall call = underWay[slot];
      long bit = 1L << slot;
      if (call != null
          && (done & bit) == 0
          && call.fits(from.value())
          && call.keeps(from.value())) {
        if (call.isWrite()) {
          hideable |= bit;
        } else {
          done |= bit;
          idle = false;
        }
      }
    }
    return new Linearization(done, hideable, from.used(), from.value(), idle, from.by());
  }

  /**
   * Lets an operation take effect.
   *
   * @param idle whether the next one must need its effect
   */
  private Linearization after(
      Linearization from, RegisterCall call, long done, long used, boolean idle) {
    long hideable = (call.isWrite() ? writes : from.hideable()) & ~(from.done() | done);
    return settled(
        new Linearization(
            from.done() | done, hideable, from.used() | used, call.leaves(), idle, call));
  }

  /** Keeps the configurations in which the operation in a slot has taken effect. */
  private void end(int slot) {
    long bit = 1L << slot;
    Linearizations next = new Linearizations();
    Linearizations known = new Linearizations();
    Deque<Linearization> queue = new ArrayDeque<>();
    Consumer<Linearization> found =
        each -> {
          boolean done = (each.done() & bit) != 0;
          if (done || ((each.hideable() & bit) != 0 && !each.idle())) {
            next.add(each.without(slot));
          }
          if (!done && known.add(each)) {
            queue.add(each);
          }
        };
    now.stream().forEach(found);
    while (!queue.isEmpty()) {
      if (++seen > MOST) {
        throw new Exhausted("more than " + MOST + " possible states");
      }
      extend(queue.remove(), slot, found);
    }
    underWay[slot] = null;
    writes &= ~bit;
    now = next;
  }

  /**
   * Finds the next configurations.
   *
   * @param ending the slot of the operation that ends next
   */
  private void extend(Linearization from, int ending, Consumer<Linearization> found) {
    for (int slot = 0; slot < SLOTS; slot++) {
      RegisterCall call = underWay[slot];
      long bit = 1L << slot;
      if (call != null && (from.done() & bit) == 0 && call.fits(from.value())) {
        if (!call.isWrite()) {
          found.accept(after(from, call, bit, 0, false));
        } else if (!from.idle() && !call.keeps(from.value())) {
          found.accept(after(from, call, bit, 0, slot != ending));
        } else if (!from.idle() && hidesAny(from, bit)) {
          found.accept(after(from, call, bit, 0, false));
        }
      }
    }
    for (int slot = 0; slot < opened; slot++) {
      RegisterCall call = open[slot];
      if (call != null && (from.used() & 1L << slot) == 0 && isWorthwhile(from, slot, call)) {
        found.accept(after(from, call, 0, 1L << slot, !call.keeps(from.value())));
      }
    }
  }

  /** Whether a write that changes nothing still hides other writes. */
  private boolean hidesAny(Linearization from, long itself) {
    return (writes & ~(from.done() | from.hideable() | itself)) != 0;
  }

  /** Whether an operation of unknown outcome may come next, and no other serves as well. */
  private boolean isWorthwhile(Linearization from, int slot, RegisterCall call) {
    boolean hides = call.isWrite() && hidesAny(from, 0);
    if (!call.fits(from.value())
        || (call.keeps(from.value()) && !hides)
        || (from.idle() && call.isWrite())) {
      return false;
    }
    for (int other = 0; other < opened; other++) {
      RegisterCall better = open[other];
      if (better != null
          && (from.used() & 1L << other) == 0
          && better.leaves() == call.leaves()
          && (better.needs() == call.needs()
              ? other < slot
              : call.isWrite() && !hides && better.needs() == from.value())) {
        return false;
      }
    }
    return true;
  }
}
