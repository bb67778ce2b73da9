package dev.glomers.report;

import static us.bpsm.edn.Keyword.newKeyword;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.Keyword;
import us.bpsm.edn.printer.Printer;
import us.bpsm.edn.printer.Printers;

/**
 * Writes a run's operations in the form of Jepsen's history, in EDN, one event a line, for Elle,
 * Knossos and Jepsen's checkers. The history has no events of the nemesis, and no operations that
 * Maelstrom's clients do not carry out.
 *
 * @see <a href="https://github.com/jepsen-io/history">jepsen.history</a>
 */
public final class JepsenHistory {
  private final Printer printer;
  private int index;

  private JepsenHistory(Appendable out) {
    this.printer = Printers.newPrinter(out);
  }

  /** Writes a history. */
  public static void write(History history, Appendable out) {
    new JepsenHistory(out).write(history);
  }

  /** An invocation or a completion. */
  private record Event(int position, Operation operation) {
    boolean begins() {
      return position == operation.invocation();
    }
  }

  private void write(History history) {
    List<Event> events = new ArrayList<>();
    for (Operation operation : history.operations()) {
      if (operation.isOfMaelstrom()) {
        events.add(new Event(operation.invocation(), operation));
        if (operation.hasEnded()) {
          events.add(new Event(operation.completion(), operation));
        }
      }
    }
    events.sort(Comparator.comparingInt(Event::position));
    events.forEach(this::write);
  }

  private void write(Event event) {
    Operation operation = event.operation();
    JepsenForm form = (JepsenForm) operation.request();
    boolean ok = !event.begins() && operation.isOk();
    Map<Keyword, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(newKeyword("index"), index++);
    fields.put(
        newKeyword("time"),
        event.begins() ? operation.invokedAtNanos() : operation.completedAtNanos());
    fields.put(newKeyword("type"), keyword(event.begins() ? "invoke" : operation.outcome()));
    fields.put(newKeyword("process"), operation.process());
    fields.put(newKeyword("f"), keyword(operation.name()));
    fields.put(newKeyword("value"), ok ? form.completed(operation.result()) : form.invoked());
    form.attributes(operation.isFinal())
        .forEach((name, value) -> fields.put(newKeyword(name), value));
    Object error = event.begins() || operation.isCrash() ? null : error(operation);
    if (error != null) {
      fields.put(newKeyword("error"), error);
    }
    printer.printValue(fields).append('\n');
  }

  private static @Nullable Object error(Operation operation) {
    Throwable failure = operation.failure();
    if (failure instanceof RpcException rpc) {
      return rpc.is(ErrorCode.TIMEOUT)
          ? newKeyword("net-timeout")
          : List.of(
              ErrorCode.of(rpc.code()).map(JepsenHistory::keyword).orElse(newKeyword("unknown")),
              String.valueOf(rpc.getMessage()));
    }
    return failure == null ? null : "indeterminate: " + failure.getMessage();
  }

  /** Such as {@code :net-timeout}. */
  private static Keyword keyword(Object name) {
    return newKeyword(name.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
