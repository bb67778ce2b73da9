package dev.glomers.gossip;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Keeps in a key-value store the items that this node adds, in all its lives: in chunks under keys
 * of its own, of which only the last changes. Items that come during a write share the next write.
 *
 * <p>Each write is a cas from the value that the last write left. A life begins with a cas that
 * claims the last chunk, so a late write of a former life fails. From then on only this life
 * writes, so a cas that fails on its precondition was carried out before. On a sequentially
 * consistent store the reads that follow the claim find everything that was stored before it.
 */
final class KvJournal implements Journal {
  /** A chunk with so many items is the last no more. Each write carries the last chunk twice. */
  private static final int CHUNK_ITEMS = 64;

  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final KvClient kv;
  private final Scheduler scheduler;
  private final Duration delay;
  private final Cluster cluster;

  @SuppressWarnings("NullAway.Init") // No write comes before keep.
  private Logs logs;

  private final List<Extent> found = new ArrayList<>();

  /** Which life this is, from 0. */
  private long life = -1;

  /** The number of the last chunk, its value in the store, and what former lives left in it. */
  private int number;

  private Json value = Json.NULL;
  private List<Extent> former = List.of();

  /** How many items of this life are in earlier chunks, and how many in all chunks. */
  private int before;

  private int stored;

  private boolean busy;

  /**
   * A value in the store.
   *
   * @param life which life of the node wrote it
   * @param log what is left of the logs of its lives
   * @param full whether another chunk follows
   */
  record Chunk(long life, List<Extent> log, boolean full) {}

  /**
   * @param delay how long an item waits for others that share its write
   */
  KvJournal(KvClient kv, Scheduler scheduler, Duration delay, Cluster cluster) {
    this.kv = kv;
    this.scheduler = scheduler;
    this.delay = delay;
    this.cluster = cluster;
  }

  @Override
  public CompletionStage<Opened> open() {
    CompletionStage<Void> read = kv.insist(this::claim);
    for (String peer : cluster.peers()) {
      read = read.thenCompose(claimed -> life == 0 ? DONE : read(peer, 0));
    }
    return read.thenApply(done -> new Opened(life, found));
  }

  private CompletionStage<Void> claim() {
    return kv.read(key(cluster.self(), number), Json.class)
        .thenCompose(
            present -> {
              Chunk chunk =
                  present
                      .map(json -> json.as(Chunk.class))
                      .orElse(new Chunk(life, List.of(), false));
              life = chunk.life();
              if (chunk.full()) {
                found.addAll(chunk.log());
                number++;
                return claim();
              }
              life++;
              former = chunk.log();
              value = Json.of(new Chunk(life, former, false));
              return kv.casOrCreate(key(cluster.self(), number), present.orElse(Json.NULL), value)
                  .thenRun(() -> found.addAll(former));
            });
  }

  private CompletionStage<Void> read(String peer, int place) {
    return kv.insist(() -> kv.read(key(peer, place), Chunk.class))
        .thenCompose(
            chunk -> {
              chunk.ifPresent(present -> found.addAll(present.log()));
              return chunk.filter(Chunk::full).isPresent() ? read(peer, place + 1) : DONE;
            });
  }

  @Override
  public void keep(Logs given) {
    logs = given;
  }

  @Override
  public void write() {
    if (busy) {
      return;
    }
    if (logs.length(logs.own()) > stored) {
      busy = true;
      scheduler.after(delay, this::put);
    } else {
      logs.durable(logs.count());
    }
  }

  private void put() {
    int count = logs.count();
    int end = logs.length(logs.own());
    List<Extent> own = logs.own(before);
    List<Extent> log = Stream.concat(former.stream(), own.stream()).toList();
    Chunk chunk = new Chunk(life, log, Extent.sizeOf(own) >= CHUNK_ITEMS);
    Json from = value;
    value = Json.of(chunk);
    kv.repeat(
            () -> kv.casOrCreate(key(cluster.self(), number), from, value),
            failure -> !failure.is(ErrorCode.PRECONDITION_FAILED))
        .exceptionally(carriedOut -> null)
        .thenRun(
            () -> {
              if (chunk.full()) {
                number++;
                value = Json.NULL;
                former = List.of();
                before = end;
              }
              busy = false;
              stored = end;
              logs.durable(count);
              write();
            });
  }

  private static String key(String node, int number) {
    return "log/" + node + "/" + number;
  }
}
