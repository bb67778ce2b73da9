package dev.glomers.report;

import dev.glomers.simulation.workload.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Tells the events of a short run in words, in their order. */
public final class Story {
  /** Nobody reads a longer story. */
  private static final int MOST_LINES = 120;

  private static final int LONGEST_BODY = 100;

  /** The set-up messages, which are the same in every run. */
  private static final Set<String> PREFACE = Set.of("init", "init_ok", "topology", "topology_ok");

  private final List<Line> lines = new ArrayList<>();

  private record Line(long timeNanos, String words) {}

  private Story(Recording recording) {
    recording.operations.forEach(this::tell);
    recording.transmissions.stream()
        .filter(message -> !PREFACE.contains(message.type))
        .forEach(this::tell);
    for (Recording.Episode fault : recording.faults) {
      add(fault.fromNanos, "Fault " + fault.name + ": " + fault.what + ".");
      if (fault.toNanos >= 0) {
        add(fault.toNanos, "Fault " + fault.name + " ends.");
      }
    }
    for (Recording.Stop stop : recording.stops) {
      if (stop.toNanos >= 0) {
        add(stop.toNanos, stop.node + (stop.kind.equals("killed") ? " restarts." : " resumes."));
      }
    }
  }

  /** The story, one line for each event; empty if it is too long to read. */
  public static List<String> of(Recording recording) {
    List<Line> lines = new Story(recording).lines;
    return lines.size() > MOST_LINES
        ? List.of()
        : lines.stream()
            .sorted(Comparator.comparingLong(Line::timeNanos))
            .map(line -> "%8.3f s  %s".formatted(line.timeNanos() / 1e9, line.words()))
            .toList();
  }

  private void add(long timeNanos, String words) {
    lines.add(new Line(timeNanos, words));
  }

  private void tell(Operation operation) {
    String who = "Client " + operation.process() + " at " + operation.node();
    add(operation.invokedAtNanos(), who + ": " + operation.request());
    if (operation.hasEnded()) {
      add(operation.completedAtNanos(), who + ": " + operation.end());
    }
  }

  private void tell(Recording.Transmission message) {
    String way = message.packet.src() + " to " + message.packet.dest() + ": ";
    String fate =
        message.loss != null
            ? "lost: " + message.loss
            : message.endedNanos < 0
                ? "in flight"
                : "arrived at %.3f s".formatted(message.endedNanos / 1e9);
    add(message.sentNanos, way + brief(message.packet.body(), LONGEST_BODY) + ", " + fate);
  }

  /** A text, or its beginning if it is longer than that. */
  static String brief(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "\u2026";
  }
}
