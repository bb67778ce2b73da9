package dev.glomers.watch;

import dev.glomers.part.Figures;
import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.Packet;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Trace;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends the page what happens: one line of JSON per event, an array of its name, its time in
 * nanoseconds, and the rest. It sends only messages between servers, and only the changes of a
 * node's state.
 */
public final class PageTrace implements Trace {
  private static final int LONGEST_TEXT = 300;
  private static final int MOST_EXAMPLES = 6;

  private final long fromNanos;
  private final Page page;
  private final Map<String, Map<String, Object>> held = new HashMap<>();
  private final Set<String> examples = new HashSet<>();

  /** Whether clients' requests belong to the test yet. */
  private boolean begun;

  private long latestNanos;

  /**
   * @param fromNanos nanoseconds; the page knows the events before
   */
  public PageTrace(long fromNanos, Page page) {
    this.fromNanos = fromNanos;
    this.page = page;
  }

  /** Sends an event. */
  void tell(String event, long timeNanos, Object... rest) {
    latestNanos = Math.max(latestNanos, timeNanos);
    if (timeNanos >= fromNanos) {
      Object[] line = new Object[rest.length + 2];
      line[0] = event;
      line[1] = timeNanos;
      System.arraycopy(rest, 0, line, 2, rest.length);
      page.take(Json.of(Arrays.asList(line)).toString());
    }
  }

  /**
   * Sends the setting; comes first.
   *
   * @param live whether the run is on the real clock, so that it cannot be repeated
   */
  public void setting(Part part, OfficialTest test, boolean live) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("part", part.name());
    words.put("nodes", test.nodeCount());
    words.put("rate", Figures.text(OptionalDouble.of(test.rate())));
    words.put("latency", test.latency() + " ms, " + test.latencyDist());
    words.put("nemesis", test.nemesis());
    words.put("environment", part.overridden());
    words.put("live", live);
    tell("setting", fromNanos, words);
  }

  /** The time of the last event. */
  long latestNanos() {
    return latestNanos;
  }

  /** Sends the result. */
  public void ended(Run run) {
    tell("end", Math.max(fromNanos, latestNanos), run.valid(), run.unchecked());
  }

  /** Whether any page is listening. */
  public boolean isHeard() {
    return page.take("");
  }

  /** Sends what the checker found, and when, even if that is earlier than the last event. */
  public void found(Discovery discovery) {
    Anomaly anomaly = discovery.anomaly();
    page.take(
        Json.of(List.of("found", discovery.timeNanos(), anomaly.kind(), anomaly.words()))
            .toString());
  }

  private static String brief(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "\u2026";
  }

  @Override
  public void sent(long timeNanos, Packet packet) {
    if (packet.involvesClient()) {
      show(timeNanos, packet);
    } else if (timeNanos >= fromNanos) {
      String type = String.valueOf(packet.message().type());
      tell("sent", timeNanos, packet.id(), packet.src(), packet.dest(), type, brief(packet.body()));
    }
  }

  /** Shows the first request of each type, as a template for requests by hand. */
  private void show(long timeNanos, Packet packet) {
    if (begun && examples.size() < MOST_EXAMPLES) {
      String type = String.valueOf(packet.message().type());
      String body = packet.body().replaceFirst(",\"msg_id\":\\d+", "");
      if (!body.contains("\"in_reply_to\":") && examples.add(type)) {
        tell("example", timeNanos, type, body);
      }
    }
  }

  @Override
  public void delivered(long timeNanos, Packet packet) {
    if (!packet.involvesClient()) {
      tell("delivered", timeNanos, packet.id());
    }
  }

  @Override
  public void dropped(long timeNanos, Packet packet, String why) {
    if (!packet.involvesClient()) {
      tell("dropped", timeNanos, packet.id(), why);
    }
  }

  @Override
  public void invoked(long timeNanos, Operation operation) {
    tell("invoked", timeNanos, number(operation), operation.node(), brief(words(operation)));
  }

  @Override
  public void completed(long timeNanos, Operation operation) {
    String outcome = operation.outcome().name().toLowerCase(Locale.ROOT);
    String end = operation.end().replaceFirst("\\w+\\[(.*)]$", "$1").replaceFirst(", $", "");
    tell("completed", timeNanos, number(operation), outcome, brief(end));
  }

  /** Such as {@code broadcast message=7}. */
  private static String words(Operation operation) {
    String request = operation.request().toString();
    int fields = request.indexOf('[') + 1;
    return isByHand(operation)
        ? request
        : (operation.name() + " " + request.substring(fields, request.length() - 1)).strip();
  }

  private static boolean isByHand(Operation operation) {
    return operation.process() < 0;
  }

  /** Requests by hand have their own numbers. */
  private static String number(Operation operation) {
    return (isByHand(operation) ? "hand " : "") + operation.invocation();
  }

  @Override
  public void cut(long timeNanos, String fault, Map<String, Set<String>> unheard) {
    tell("cut", timeNanos, fault, unheard);
  }

  @Override
  public void faultStarted(long timeNanos, String fault, String what) {
    tell("fault", timeNanos, fault, what);
  }

  @Override
  public void faultEnded(long timeNanos, String fault) {
    tell("ended", timeNanos, fault);
  }

  @Override
  public void changed(long timeNanos, String node, String how) {
    if (how.equals("started")) {
      held.remove(node);
    }
    tell(how, timeNanos, node);
  }

  @Override
  public void logged(long timeNanos, String node, String line) {
    tell("logged", timeNanos, node, brief(line));
  }

  @Override
  public void intervened(long timeNanos, String what) {
    tell("hand", timeNanos, what);
  }

  @Override
  public void phase(long timeNanos, String name) {
    begun = true;
    tell("phase", timeNanos, name);
  }

  @Override
  public void handled(long timeNanos, String node, Supplier<Map<String, Object>> shown) {
    Map<String, Object> before = held.getOrDefault(node, Map.of());
    Map<String, Object> now = shown.get();
    held.put(node, now);
    Map<Object, Object> news = news(before, now);
    if (!news.isEmpty()) {
      tell("holds", timeNanos, node, news);
    }
  }

  private static Map<Object, Object> news(Map<?, ?> before, Map<?, ?> now) {
    Map<Object, Object> news = new LinkedHashMap<>();
    now.forEach(
        (name, value) -> {
          Object old = before.get(name);
          if (old instanceof Map<?, ?> had && value instanceof Map<?, ?> has) {
            Map<Object, Object> more = news(had, has);
            if (!more.isEmpty()) {
              news.put(name, more);
            }
          } else if (!value.equals(old)) {
            news.put(name, value);
          }
        });
    return news;
  }
}
