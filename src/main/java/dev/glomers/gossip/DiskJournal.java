package dev.glomers.gossip;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.GroupCommit;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.util.ArrayList;
import java.util.List;
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
  public CompletionStage<Opened> open() {
    List<Extent> found = new ArrayList<>();
    return storage
        .open(node, record -> read(record, found))
        .thenApply(read -> new Opened(++life, found));
  }

  /** A record that a life begins: an extent without items. */
  private Extent birth() {
    return new Extent(Origin.of(node, life), 0, List.of());
  }

  private void read(Json record, List<Extent> found) {
    Extent extent = record.as(Extent.class);
    records += extent.size();
    if (extent.items().isEmpty() && !VersionVector.isStable(extent.name())) {
      life = Math.max(life, Origin.life(extent.name()));
    } else {
      found.add(extent);
    }
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
    if (born && fresh.stream().allMatch(extent -> VersionVector.isStable(extent.name()))) {
      // A later life can find out again what is stable, so that record waits for an item's write.
      return new GroupCommit.Changes(false, List.of(), () -> logs.durable(count));
    }
    mostRecords = born ? mostRecords : Math.max(FEW_RECORDS, 2 * Extent.sizeOf(logs.extents(0)));
    boolean replaces = records > mostRecords;
    List<Extent> written = new ArrayList<>();
    if (replaces || !born) {
      // A life that wrote nothing has only what its journal had, so the next may have its number.
      written.add(birth());
    }
    written.addAll(replaces ? logs.extents(0) : fresh);
    return new GroupCommit.Changes(
        replaces,
        written,
        () -> {
          records = replaces ? Extent.sizeOf(written) : records + Extent.sizeOf(written);
          mostRecords = replaces ? Math.max(FEW_RECORDS, 2 * records) : mostRecords;
          born = true;
          kept = count;
          logs.durable(count);
        });
  }
}
