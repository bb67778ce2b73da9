package dev.glomers.challenge.kafka;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** In lin-kv: each node writes a journal there and reads those of the others. */
final class LinKvLog implements Log {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final int self;
  private final int maxPollEntries;
  private final KafkaConfig.LinKvTuning tuning;
  private final KvClient kv;
  private final Scheduler scheduler;
  private final Journals journals;
  private final List<Reader> readers = new ArrayList<>();
  private final Writer writer;
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();

  /** Whether a client has been here since the last refresh. */
  private boolean active;

  private boolean refreshing;
  private Duration lastRefresh;

  LinKvLog(Cluster cluster, KvClient linKv, Scheduler scheduler, KafkaConfig config) {
    this.self = cluster.index();
    this.maxPollEntries = config.maxPollEntries();
    this.tuning = config.linKv();
    this.kv = linKv;
    this.scheduler = scheduler;
    this.journals = new Journals(self, cluster.size());
    this.lastRefresh = scheduler.now();
    for (int node = 0; node < cluster.size(); node++) {
      readers.add(new Reader(node, cluster.nodes().get(node), cluster.size()));
    }
    this.writer = new Writer(readers.get(self));
    // Nothing can be sent before init is answered.
    scheduler.after(Duration.ZERO, this::load);
  }

  private void load() {
    writer
        .claim()
        .thenCompose(claimed -> readPeers())
        .thenRun(
            () -> {
              writer.open();
              loaded.complete(null);
              scheduler.every(tuning.refreshInterval(), this::tick);
            });
  }

  private CompletionStage<Void> readPeers() {
    lastRefresh = scheduler.now();
    return CompletableFuture.allOf(
        readers.stream()
            .filter(reader -> reader.node != self)
            .map(reader -> reader.read().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Looks for what others wrote, and publishes what it found if no send has done so since. */
  private void tick() {
    boolean due = scheduler.now().minus(lastRefresh).compareTo(tuning.idleRefreshInterval()) >= 0;
    if ((active || due) && !refreshing) {
      active = false;
      refreshing = true;
      writer.publish();
      readPeers()
          .thenRun(
              () -> {
                refreshing = false;
                merge();
              });
    }
  }

  @Override
  public void invariants(Invariants always) {
    journals.invariants(always);
  }

  @Override
  public CompletionStage<Long> send(String key, Json msg) {
    active = true;
    return writer.add(() -> journals.number(key, msg, 0)).thenApply(Item::offset);
  }

  @Override
  public Map<String, List<Entry>> poll(Map<String, Long> offsets) {
    active = true;
    return journals.poll(offsets, maxPollEntries);
  }

  @Override
  public CompletionStage<?> commit(Map<String, Long> offsets) {
    active = true;
    CompletionStage<?> written = DONE;
    for (Item commit : journals.raised(offsets)) {
      // All go into one write, so the last is done when all are.
      written = writer.add(() -> commit);
    }
    return written;
  }

  @Override
  public CompletionStage<Map<String, Long>> committed(List<String> keys) {
    return loaded.thenApply(done -> journals.committed(keys));
  }

  /**
   * Shows what everybody is known to have. While a write is on its way, it may come before that.
   */
  private void merge() {
    if (writer.busy) {
      return;
    }
    for (int node = 0; node < readers.size(); node++) {
      long all = journals.length(name(node));
      for (Reader reader : readers) {
        if (reader.node != node && reader.node != self) {
          all = Math.min(all, reader.held.get(node));
        }
      }
      journals.confirm(name(node), all);
    }
  }

  private String name(int node) {
    return readers.get(node).name;
  }

  private List<Long> held() {
    List<Long> held = new ArrayList<>();
    for (int node = 0; node < readers.size(); node++) {
      // What it has of its own is all that there is.
      held.add(node == self ? 0 : journals.length(name(node)));
    }
    return held;
  }

  /** Follows a node's journal in lin-kv. */
  private final class Reader {
    private final int node;
    private final String name;

    /** What the node last said to have of everybody's journal. */
    private List<Long> held;

    private int number;

    /** The last chunk, as it is in lin-kv; null while it is not there. */
    private @Nullable Json value;

    private @Nullable Chunk chunk;

    Reader(int node, String name, int nodes) {
      this.node = node;
      this.name = name;
      this.held = Collections.nCopies(nodes, 0L);
    }

    String key() {
      return Chunk.key(name, number);
    }

    /** Reads what is new, to the end. */
    CompletionStage<Void> read() {
      return kv.insist(() -> kv.read(key(), Json.class))
          .thenCompose(
              found -> {
                found.ifPresent(present -> take(present, present.as(Chunk.class)));
                return found.isPresent() && value == null ? read() : DONE;
              });
    }

    void take(Json present, Chunk next) {
      value = present;
      chunk = next;
      held = next.held();
      for (Item item : next.after(journals.length(name))) {
        journals.add(name, journals.length(name) + 1, item);
        journals.commit(item);
      }
      if (next.full()) {
        number++;
        value = null;
      }
    }
  }

  /** What is to be written, numbered as late as possible. */
  private record Write(Supplier<Item> item, CompletableFuture<Item> written) {}

  /** Continues this node's journal in lin-kv, one write at a time. */
  private final class Writer {
    private final long incarnation = scheduler.random().nextLong();
    private final Reader own;
    private final List<Write> queue = new ArrayList<>();
    private Scheduler.@Nullable Timer lingering;
    private long writes;

    /** Whether items may be numbered that are not in the journal yet. */
    private boolean busy = true;

    Writer(Reader own) {
      this.own = own;
    }

    CompletionStage<Item> add(Supplier<Item> item) {
      Write write = new Write(item, new CompletableFuture<>());
      queue.add(write);
      if (!busy && lingering == null) {
        lingering = scheduler.after(tuning.linger(), this::write);
      }
      return write.written();
    }

    /** Tells others what is here, unless they were told. */
    void publish() {
      if (!busy && queue.isEmpty() && !held().equals(own.held)) {
        write();
      }
    }

    /**
     * Makes the end of the journal known to be this incarnation's. What a former one may still have
     * under way then fails.
     */
    CompletionStage<Void> claim() {
      return own.read()
          .thenCompose(read -> put(List.of()))
          .thenCompose(put -> put ? DONE : claim());
    }

    /** All is read: from here on items may be numbered. */
    void open() {
      busy = false;
      write();
    }

    private void write() {
      if (lingering != null) {
        lingering.cancel();
        lingering = null;
      }
      if (busy) {
        return;
      }
      busy = true;
      List<Write> batch = List.copyOf(queue);
      queue.clear();
      List<Item> items = batch.stream().map(write -> write.item().get()).toList();
      put(items)
          .thenAccept(
              put -> {
                busy = false;
                merge();
                if (put) {
                  for (int i = 0; i < items.size(); i++) {
                    batch.get(i).written().complete(items.get(i));
                  }
                } else {
                  queue.addAll(0, batch);
                }
                if (!queue.isEmpty()) {
                  write();
                }
              });
    }

    /** Whether it was written: not if another incarnation has come between. */
    private CompletionStage<Boolean> put(List<Item> items) {
      Json present = own.value;
      List<Item> all = new ArrayList<>();
      if (present != null && own.chunk != null) {
        all.addAll(own.chunk.items());
      }
      long from = journals.length(own.name) - all.size();
      all.addAll(items);
      Chunk next =
          new Chunk(incarnation, ++writes, from, all, all.size() >= tuning.chunkSize(), held());
      Json to = Json.of(next);
      String key = own.key();
      return kv.repeat(
              () -> present == null ? kv.casOrCreate(key, false, to) : kv.cas(key, present, to),
              failure -> !failure.is(ErrorCode.PRECONDITION_FAILED))
          .handle((done, failure) -> failure == null)
          .thenCompose(
              done -> {
                if (done) {
                  own.take(to, next);
                  return CompletableFuture.completedFuture(true);
                }
                return own.read().thenApply(read -> last(next));
              });
    }

    private boolean last(Chunk written) {
      Chunk last = own.chunk;
      return last != null && last.writer() == written.writer() && last.write() == written.write();
    }
  }
}
