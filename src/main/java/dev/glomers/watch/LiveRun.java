package dev.glomers.watch;

import dev.glomers.simulation.Intervention;
import dev.glomers.simulation.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run on the real clock, which pages follow live and from its start. */
public final class LiveRun implements WatchServer.Runs {
  private static final long GLANCE_MILLIS = 100;
  private static final int MOST_ANOMALIES = 20;

  private final List<String> lines = new ArrayList<>();
  private final PageTrace trace = new PageTrace(0, this::add);
  private volatile @Nullable Consumer<Intervention> hands;
  private int listening;
  private boolean over;

  /** The trace to send events to. */
  public PageTrace trace() {
    return trace;
  }

  /** Sets the receiver of interventions. */
  public void direct(Consumer<Intervention> given) {
    hands = given;
  }

  private synchronized boolean add(String line) {
    lines.add(line);
    return true;
  }

  /** Sends the result, and waits a little until all pages have it. */
  @SuppressWarnings("WaitNotInLoop") // A shorter wait is harmless
  public synchronized void end(Run run) throws InterruptedException {
    trace.ended(run);
    run.anomalies().stream()
        .limit(MOST_ANOMALIES)
        .map(anomaly -> new Discovery(trace.latestNanos(), anomaly))
        .forEach(trace::found);
    over = true;
    notifyAll();
    if (listening > 0) {
      wait(10 * GLANCE_MILLIS);
    }
  }

  /** The lines after the first {@code count}; null once there will be no more. */
  @SuppressWarnings("WaitNotInLoop") // A shorter wait is harmless
  private synchronized @Nullable List<String> since(int count) {
    try {
      if (!over) {
        wait(GLANCE_MILLIS);
      }
    } catch (InterruptedException e) {
      return null;
    }
    return over && count == lines.size() ? null : List.copyOf(lines.subList(count, lines.size()));
  }

  @Override
  public WatchServer.Telling open(List<Map.Entry<String, String>> setting) {
    return (from, page) -> {
      listen(1);
      int told = 0;
      List<String> more = since(0);
      while (more != null && page.take("")) {
        more.forEach(page::take);
        told += more.size();
        more = since(told);
      }
      page.take("");
      listen(-1);
    };
  }

  private synchronized void listen(int more) {
    listening += more;
    notifyAll();
  }

  @Override
  public void act(String what) {
    Consumer<Intervention> given = hands;
    if (given == null) {
      throw new IllegalStateException("not yet");
    }
    given.accept(Intervention.parse("0 " + what));
  }
}
