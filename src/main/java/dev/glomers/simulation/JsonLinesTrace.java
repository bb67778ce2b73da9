package dev.glomers.simulation;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Operation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as JSON objects, one a line. Each has a {@code time} in nanoseconds and an {@code
 * event}: {@code sent}, {@code delivered} and {@code dropped} of messages, {@code invoked} and
 * {@code completed} of operations, {@code fault-started} and {@code fault-ended}, {@code started},
 * {@code killed}, {@code paused} and {@code resumed} of nodes, and {@code logged}.
 */
public final class JsonLinesTrace implements Trace {
  private final Consumer<String> lines;

  /**
   * @param lines takes the lines, without line ends
   */
  public JsonLinesTrace(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void sent(long timeNanos, Packet packet) {
    packet(timeNanos, "sent", packet, null);
  }

  @Override
  public void delivered(long timeNanos, Packet packet) {
    packet(timeNanos, "delivered", packet, null);
  }

  @Override
  public void dropped(long timeNanos, Packet packet, String why) {
    packet(timeNanos, "dropped", packet, why);
  }

  /** A message is written in full only when it is sent; later its number identifies it. */
  private void packet(long timeNanos, String event, Packet packet, @Nullable String why) {
    StringBuilder line = new StringBuilder();
    line.append("{\"time\":").append(timeNanos).append(",\"event\":\"").append(event);
    line.append("\",\"id\":").append(packet.id());
    if (why != null) {
      line.append(",\"why\":").append(Json.of(why));
    }
    if (event.equals("sent")) {
      line.append(",\"due\":").append(packet.dueNanos());
      line.append(",\"message\":").append(new String(packet.line(), StandardCharsets.UTF_8));
    } else {
      line.append(",\"src\":\"").append(packet.src());
      line.append("\",\"dest\":\"").append(packet.dest()).append('"');
    }
    lines.accept(line.append('}').toString());
  }

  @Override
  public void invoked(long timeNanos, Operation operation) {
    Map<String, Object> fields = operation(operation);
    fields.put("operation", operation.request());
    tell(timeNanos, "invoked", fields);
  }

  @Override
  public void completed(long timeNanos, Operation operation) {
    Map<String, Object> fields = operation(operation);
    fields.put("outcome", operation.outcome().name().toLowerCase(Locale.ROOT));
    if (operation.error() != null) {
      fields.put("error", operation.error());
    }
    tell(timeNanos, "completed", fields);
  }

  private static Map<String, Object> operation(Operation operation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("process", operation.process());
    fields.put("node", operation.node());
    fields.put("name", operation.name());
    fields.put("index", operation.invocation());
    return fields;
  }

  @Override
  public void faultStarted(long timeNanos, String fault, String what) {
    tell(timeNanos, "fault-started", fields("fault", fault, "what", what));
  }

  @Override
  public void faultEnded(long timeNanos, String fault) {
    tell(timeNanos, "fault-ended", fields("fault", fault));
  }

  @Override
  public void changed(long timeNanos, String node, String how) {
    tell(timeNanos, how, fields("node", node));
  }

  @Override
  public void logged(long timeNanos, String node, String line) {
    tell(timeNanos, "logged", fields("node", node, "line", line));
  }

  private static Map<String, Object> fields(String... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private void tell(long timeNanos, String event, Map<String, Object> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", timeNanos);
    line.put("event", event);
    line.putAll(fields);
    lines.accept(Objects.toString(Json.of(line)));
  }
}
