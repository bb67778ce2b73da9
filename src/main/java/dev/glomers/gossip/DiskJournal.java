package dev.glomers.gossip;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Keeps on disk all that a node has, in the order in which it came. What comes while a write is on
 * its way shares the next.
 *
 * <p>Records of items that were dropped are of no use, and of how much is stable only the last is.
 * When a journal has twice as many records as its last replacement left, it is replaced by those
 * that are of use: it stays within a small multiple of what is alive.
 */
final class DiskJournal implements Journal {
  /** A journal with fewer records is not worth a replacement. */
  private static final int FEW_RECORDS = 4096;

  /** When to try again after the disk was full. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final Storage storage;
  private final Scheduler scheduler;
  private final String node;

  private final List<Logs.Delta> found = new ArrayList<>();

  /** While it is read: the last stretch of each log, and how much of each is stable. */
  private final Map<String, Stretch> last = new LinkedHashMap<>();

  private final Map<String, Integer> stable = new LinkedHashMap<>();

  /** Which life this is, from 0. */
  private long life = -1;

  private boolean born;

  /** How much of what came is in the journal; negative before the first write. */
  private int kept = -1;

  private int records;
  private int mostRecords;
  private boolean busy;
  private boolean full;

  /**
   * What is written: an item, or how much of a log is stable, or that a life begins.
   *
   * @param name of a log, or of what is stable, as in a {@link VersionVector}
   * @param end 0 if a life begins
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Entry(String name, int end, Json item) {}

  DiskJournal(Storage storage, Scheduler scheduler, String node) {
    this.storage = storage;
    this.scheduler = scheduler;
    this.node = node;
  }

  @Override
  public CompletionStage<Long> open() {
    return storage
        .open(node, this::read)
        .thenApply(
            read -> {
              found.add(new Logs.Delta(last, stable));
              return ++life;
            });
  }

  private Json birth() {
    return Json.of(new Entry(Origin.of(node, life), 0, Json.NULL));
  }

  private void read(Json bytes) {
    Entry entry = bytes.as(Entry.class);
    records++;
    if (entry.end() == 0) {
      life = Math.max(life, Origin.life(entry.name()));
    } else if (Logs.isStable(entry.name())) {
      stable.put(Logs.stableOf(entry.name()), entry.end());
    } else {
      Stretch run = last.get(entry.name());
      if (run == null || run.end() != entry.end() - 1) {
        if (run != null) {
          found.add(new Logs.Delta(Map.of(entry.name(), run), Map.of()));
        }
        run = new Stretch(entry.end() - 1, new ArrayList<>());
        last.put(entry.name(), run);
      }
      run.items().add(entry.item());
    }
  }

  @Override
  public List<Logs.Delta> found() {
    return found;
  }

  @Override
  public boolean isFull() {
    return full;
  }

  @Override
  public void situations(Invariants always) {
    always.reaches("nothing can be kept", full);
  }

  @Override
  public void write(Logs logs, Runnable durable) {
    int count = logs.count();
    if (busy || count == logs.size()) {
      return;
    }
    kept = kept < 0 ? logs.size() : kept;
    List<Arrivals.Mark> fresh = logs.marks(kept);
    if (fresh.stream().allMatch(mark -> Logs.isStable(mark.name()))) {
      // A later life can find that out anew, so it waits for an item to share a write.
      if (logs.durable(count)) {
        durable.run();
      }
      return;
    }
    busy = true;
    if (!born) {
      mostRecords = Math.max(FEW_RECORDS, 2 * logs.marks(0).size());
    }
    boolean replaces = records > mostRecords;
    List<Json> written = new ArrayList<>();
    if (replaces || !born) {
      // A life of which nothing is kept has told nobody anything, and its number is free.
      written.add(birth());
    }
    for (Arrivals.Mark mark : (replaces ? logs.marks(0) : fresh)) {
      written.add(Json.of(new Entry(mark.name(), mark.end(), logs.item(mark))));
    }
    CompletionStage<Void> done = replaces ? storage.replace(written) : storage.append(written);
    done.whenComplete(
        (nothing, failure) -> {
          busy = false;
          full = failure != null;
          if (full) {
            scheduler.after(RETRY_DELAY, () -> write(logs, durable));
            return;
          }
          records = replaces ? written.size() : records + written.size();
          mostRecords = replaces ? Math.max(FEW_RECORDS, 2 * records) : mostRecords;
          born = true;
          kept = count;
          if (logs.durable(count)) {
            durable.run();
          }
          write(logs, durable);
        });
  }
}
