package dev.glomers.gossip;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.GroupCommit;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Keeps on disk everything that a node has, in the order in which it came. Items that come during a
 * write share the next write (group commit).
 *
 * <p>Compaction: a record is dead if its item was dropped, or if a later record says that more is
 * stable. When the journal has twice as many records as the last compaction left, its live records
 * replace it. So it stays within a small multiple of what is alive.
 */
final class DiskJournal implements Journal {
  /** A journal with fewer records is not worth compacting. */
  private static final int FEW_RECORDS = 4096;

  private final Storage storage;
  private final GroupCommit journal;
  private final String node;

  @SuppressWarnings("NullAway.Init") // No write comes before keep.
  private Logs logs;

  private final List<Logs.Delta> found = new ArrayList<>();

  /** The last stretch of each log in the file so far, and how much of each log is stable. */
  private final Map<String, Stretch> last = new LinkedHashMap<>();

  private final Map<String, Integer> stable = new LinkedHashMap<>();

  /** Which life this is, from 0. */
  private long life = -1;

  private boolean born;

  /** How many arrivals are in the journal. */
  private int kept;

  private int records;
  private int mostRecords;

  DiskJournal(Storage storage, Scheduler scheduler, String node) {
    this.storage = storage;
    journal = new GroupCommit(storage, scheduler, this::changes);
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

  /** A record that a life begins: an extent without items. */
  private Extent birth() {
    return new Extent(Origin.of(node, life), new Stretch(0, List.of()));
  }

  private void read(Json record) {
    Extent extent = record.as(Extent.class);
    String name = extent.name();
    Stretch stretch = extent.stretch();
    records += extent.size();
    if (VersionVector.isStable(name)) {
      stable.put(VersionVector.stableOf(name), stretch.end());
    } else if (stretch.items().isEmpty()) {
      life = Math.max(life, Origin.life(name));
    } else {
      Stretch before = last.get(name);
      if (before == null || before.end() != stretch.from()) {
        if (before != null) {
          found.add(new Logs.Delta(Map.of(name, before), Map.of()));
        }
        before = new Stretch(stretch.from(), new ArrayList<>());
        last.put(name, before);
      }
      before.items().addAll(stretch.items());
    }
  }

  @Override
  public List<Logs.Delta> found() {
    return found;
  }

  @Override
  public void requireRoom() {
    if (journal.isFull()) {
      throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "the disk is full");
    }
  }

  @Override
  public void situations(Invariants always) {
    always.reaches("nothing can be kept", journal::isFull);
  }

  @Override
  public void keep(Logs given) {
    logs = given;
    kept = logs.count();
  }

  @Override
  public void write() {
    if (logs.size() < logs.count()) {
      journal.write();
    }
  }

  private GroupCommit.Changes changes() {
    int count = logs.count();
    List<Extent> fresh = logs.extents(kept);
    if (fresh.stream().allMatch(extent -> VersionVector.isStable(extent.name()))) {
      // A later life can find out again what is stable, so that record waits for an item's write.
      return new GroupCommit.Changes(false, List.of(), () -> logs.durable(count));
    }
    mostRecords = born ? mostRecords : Math.max(FEW_RECORDS, 2 * size(logs.extents(0)));
    boolean replaces = records > mostRecords;
    List<Extent> written = new ArrayList<>();
    if (replaces || !born) {
      // A life that wrote nothing has told nobody anything, so the next may have its number.
      written.add(birth());
    }
    written.addAll(replaces ? logs.extents(0) : fresh);
    return new GroupCommit.Changes(
        replaces,
        written,
        () -> {
          records = replaces ? size(written) : records + size(written);
          mostRecords = replaces ? Math.max(FEW_RECORDS, 2 * records) : mostRecords;
          born = true;
          kept = count;
          logs.durable(count);
        });
  }

  private static int size(List<Extent> extents) {
    return extents.stream().mapToInt(Extent::size).sum();
  }
}
