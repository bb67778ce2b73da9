package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Storage;
import dev.glomers.runtime.StorageException;
import dev.glomers.runtime.TestInvariants;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiskJournalTest {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final TestScheduler scheduler = new TestScheduler();
  private final ManualDisk disk = new ManualDisk();

  /** Storage whose writes are done when the test says so. */
  private static final class ManualDisk implements Storage {
    private List<Json> records = new ArrayList<>();
    private final Queue<Write> writes = new ArrayDeque<>();

    private record Write(List<Json> records, boolean replaces, CompletableFuture<Void> done) {}

    @Override
    public CompletionStage<Void> open(String node, Consumer<Json> record) {
      writes.clear();
      records.forEach(record);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> append(List<?> added) {
      return write(added, false);
    }

    @Override
    public CompletionStage<Void> replace(List<?> all) {
      return write(all, true);
    }

    private CompletionStage<Void> write(List<?> written, boolean replaces) {
      List<Json> texts = written.stream().map(Json::of).toList();
      Write write = new Write(texts, replaces, new CompletableFuture<>());
      writes.add(write);
      return write.done();
    }

    /** How many records the write that is under way has. */
    int underWay() {
      assertThat(writes).hasSizeLessThanOrEqualTo(1);
      return writes.stream().mapToInt(write -> write.records().size()).sum();
    }

    void sync() {
      Write write = writes.remove();
      records = write.replaces() ? new ArrayList<>() : records;
      records.addAll(write.records());
      write.done().complete(null);
    }

    void refuse() {
      writes.remove().done().completeExceptionally(new StorageException.Full("full"));
    }
  }

  /** A node from a start to a kill: it begins with what the disk has. */
  private final class Life {
    private final DiskJournal journal = new DiskJournal(disk, scheduler, "n1");
    private final Journal.Opened opened = journal.open().toCompletableFuture().join();
    private final Logs logs = new Logs(new Lives(Origin.of("n1", opened.life())), true);
    private int news;

    Life() {
      logs.drops(true);
      opened.found().forEach(this::take);
      logs.durable(logs.count());
      logs.onDurable(() -> news++);
      journal.keep(logs);
    }

    private void take(Extent found) {
      String name = found.name();
      if (VersionVector.isStable(name)) {
        logs.stable(VersionVector.stableOf(name), found.end());
      } else {
        found.after(logs.skip(name, found.from())).forEach(item -> logs.take(name, item));
      }
    }

    /** The length of this life's log with the item. */
    int add(int item) {
      int end = logs.add(Json.of(item));
      write();
      return end;
    }

    void take(String origin, int item) {
      logs.take(origin, Json.of(item));
      write();
    }

    void write() {
      journal.write();
    }

    boolean isFull() {
      try {
        journal.requireRoom();
        return false;
      } catch (RpcException e) {
        return true;
      }
    }

    /** The items that are here and were not dropped, in the order in which they came. */
    List<Extent> alive() {
      return logs.since(new VersionVector(), 0).stream()
          .filter(extent -> !extent.items().isEmpty())
          .toList();
    }
  }

  private static Extent run(String origin, int from, int... items) {
    return new Extent(origin, from, IntStream.of(items).mapToObj(Json::of).toList());
  }

  @Test
  void theNextLifeFindsEachLogInItsOrderAndWhatIsStable() {
    Life life = new Life();
    life.add(1);
    life.take("n2.4", 10);
    life.add(2);
    life.take("n2.4", 11);
    life.logs.stable("n2.4", 1);
    life.write();
    disk.sync();
    disk.sync();
    Life next = new Life();
    assertThat(next.alive())
        .containsExactly(
            run("n1.0", 0, 1), run("n2.4", 0, 10), run("n1.0", 1, 2), run("n2.4", 1, 11));
    assertThat(next.logs.stable("n2.4")).isEqualTo(1);
    assertThat(next.logs.stable("n1.0")).isZero();
    assertThat(next.logs.version().counts()).isEqualTo(life.logs.version().counts());
  }

  @Test
  void whatFollowsSomethingDroppedIsInItsOwnLog() {
    Life life = new Life();
    life.logs.add(Json.of(1));
    life.logs.add(Json.of(2));
    life.logs.skip("n2.4", 2);
    life.take("n2.4", 30);
    disk.sync();
    assertThat(new Life().alive()).containsExactly(run("n1.0", 0, 1, 2), run("n2.4", 2, 30));
  }

  @Test
  void eachLifeOfWhichSomethingIsKeptHasANumberOfItsOwn() {
    for (int life = 0; life < 3; life++) {
      // Has told nobody of itself.
      new Life().add(0);
      Life kept = new Life();
      assertThat(kept.opened.life()).isEqualTo(life);
      kept.add(life);
      disk.sync();
    }
    assertThat(new Life().alive())
        .containsExactly(run("n1.0", 0, 0), run("n1.1", 0, 1), run("n1.2", 0, 2));
  }

  @Test
  void nothingIsDurableBeforeItsWriteIsDone() {
    Life life = new Life();
    life.add(1);
    life.take("n2.4", 10);
    assertThat(life.logs.size()).isZero();
    assertThat(life.news).isZero();
    disk.sync();
    assertThat(life.logs.size()).isEqualTo(1);
    assertThat(life.news).isEqualTo(1);
    disk.sync();
    assertThat(life.logs.size()).isEqualTo(2);
    assertThat(life.news).isEqualTo(2);
    life.write();
    assertThat(disk.underWay()).isZero();
  }

  @Test
  void whatComesWhileAWriteIsUnderWaySharesTheNext() {
    Life life = new Life();
    life.add(1);
    assertThat(disk.underWay()).as("the birth and the item").isEqualTo(2);
    life.add(2);
    life.take("n2.4", 10);
    life.add(3);
    assertThat(disk.underWay()).isEqualTo(2);
    disk.sync();
    assertThat(disk.underWay()).isEqualTo(3);
    disk.sync();
    assertThat(disk.underWay()).isZero();
    assertThat(life.news).isEqualTo(2);
  }

  @Test
  void whatAFullDiskRefusesIsTriedAgain() {
    Life life = new Life();
    life.add(1);
    assertThat(life.isFull()).isFalse();
    disk.refuse();
    assertThat(life.isFull()).isTrue();
    assertThat(life.logs.size()).isZero();
    scheduler.advance(RETRY);
    disk.refuse();
    life.take("n2.4", 10);
    assertThat(life.isFull()).as("until one is done").isTrue();
    scheduler.advance(RETRY);
    disk.sync();
    assertThat(life.isFull()).isFalse();
    assertThat(life.logs.size()).isEqualTo(2);
    Life next = new Life();
    assertThat(next.opened.life()).isEqualTo(1);
    assertThat(next.alive()).containsExactly(run("n1.0", 0, 1), run("n2.4", 0, 10));
  }

  @Test
  void recordsStayWithinASmallMultipleOfWhatIsAlive() {
    Life life = new Life();
    List<Integer> kept = new ArrayList<>();
    int most = 0;
    for (int item = 1; item <= 50_000; item++) {
      int before = life.logs.length("n1.0");
      life.add(item);
      // One in a hundred stays for ever.
      if (before > 0 && before % 100 != 0) {
        life.logs.drop("n1.0", before);
      } else if (before > 0) {
        kept.add(before);
      }
      disk.sync();
      most = Math.max(most, disk.records.size());
    }
    kept.add(50_000);
    assertThat(most).isLessThan(5000);
    Life next = new Life();
    assertThat(next.opened.life()).isEqualTo(1);
    assertThat(next.logs.length("n1.0")).isEqualTo(50_000);
    assertThat(next.alive())
        .flatExtracting(Extent::items)
        .containsSubsequence(kept.stream().map(Json::of).toList());
  }

  @Test
  void whereAllIsAliveTheJournalIsReplacedSeldom() {
    Life life = new Life();
    int replaced = 0;
    for (int item = 1; item <= 50_000; item++) {
      life.add(item);
      replaced += disk.writes.element().replaces() ? 1 : 0;
      disk.sync();
    }
    assertThat(replaced).isBetween(1, 5);
    Life next = new Life();
    assertThat(next.logs.length("n1.0")).isEqualTo(50_000);
    next.add(1);
    assertThat(disk.underWay()).as("the birth and the item").isEqualTo(2);
  }

  @Test
  void aFullDiskKeepsWhatWasToBeReplaced() {
    Life life = new Life();
    while (disk.writes.isEmpty() || !disk.writes.element().replaces()) {
      if (!disk.writes.isEmpty()) {
        disk.sync();
      }
      life.add(7);
    }
    int length = life.logs.size();
    disk.refuse();
    assertThat(life.isFull()).isTrue();
    assertThat(new Life().logs.length("n1.0")).isEqualTo(length);
  }

  @Test
  void whatIsStableWaitsForTheWriteOfAnItem() {
    Life life = new Life();
    life.add(1);
    disk.sync();
    life.logs.stable("n1.0", 1);
    life.write();
    assertThat(disk.underWay()).isZero();
    assertThat(life.logs.size()).isEqualTo(2);
    life.add(2);
    assertThat(disk.underWay()).as("what is stable, and the item").isEqualTo(2);
    disk.sync();
    assertThat(new Life().logs.stable("n1.0")).isEqualTo(1);
  }

  @Test
  void aFullDiskIsASituation() {
    Life life = new Life();
    life.add(1);
    TestInvariants before = new TestInvariants();
    life.journal.situations(before);
    assertThat(before.reached()).isEmpty();
    disk.refuse();
    TestInvariants claims = new TestInvariants();
    life.journal.situations(claims);
    assertThat(claims.reached()).containsExactly("nothing can be kept");
  }

  @Test
  void whatFormerLivesLeftIsReplacedOnceTheJournalHasMoreThan4096Records() {
    Life former = new Life();
    for (int item = 1; item <= 4000; item++) {
      former.add(item);
      disk.sync();
    }
    assertThat(disk.records).as("a birth, and the items").hasSize(4001);
    Life life = new Life();
    IntStream.range(1, 4000).forEach(end -> life.logs.drop("n1.0", end));
    int appended = 0;
    for (life.add(0); !disk.writes.element().replaces(); life.add(0)) {
      appended++;
      disk.sync();
    }
    assertThat(appended).as("with another birth").isEqualTo(95);
  }
}
