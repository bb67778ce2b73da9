package dev.glomers.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileStorageTest {
  private final Path directory;
  private final FaultyDisk disk = new FaultyDisk();
  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final List<Json> found = new ArrayList<>();
  private final FileStorage storage;

  FileStorageTest(@TempDir Path directory) {
    this.directory = directory;
    storage = storage(disk);
  }

  private FileStorage storage(Disk on) {
    return new FileStorage(Optional.of(directory.toString()), on, loop::add);
  }

  /** Does what the event loop does until a stage is done. */
  private void await(CompletionStage<Void> stage) throws InterruptedException {
    while (!stage.toCompletableFuture().isDone()) {
      Objects.requireNonNull(loop.poll(20, TimeUnit.SECONDS), "nothing happens").run();
    }
  }

  private void open() throws InterruptedException {
    open("n1");
  }

  private void open(String node) throws InterruptedException {
    CompletionStage<Void> opened = storage.open(node, found::add);
    await(opened);
    assertThat(opened).isCompleted();
  }

  private static List<Json> records(int... numbers) {
    return IntStream.of(numbers).mapToObj(Json::of).toList();
  }

  /** What is in the file, whoever has it open. */
  private List<Json> onDisk() throws IOException {
    List<Json> records = new ArrayList<>();
    new JournalFile(new Disk(), directory.resolve("n1.journal")).recover(records::add);
    return records;
  }

  @Test
  void anotherLifeIsGivenWhatWasAppended() throws Exception {
    open();
    assertThat(found).isEmpty();
    await(storage.append(records(1, 2)));
    await(storage.append(records(3)));

    FaultyDisk withoutLocks =
        new FaultyDisk() {
          @Override
          boolean lock(FileChannel file) {
            return true;
          }
        };
    await(storage(withoutLocks).open("n1", found::add));
    assertThat(found).isEqualTo(records(1, 2, 3));
  }

  @SuppressWarnings("UnusedMethod") // It is the record's for JSON
  private record Written(String by) {
    @Override
    public String by() {
      return Thread.currentThread().getName();
    }
  }

  @Test
  void whatIsAppendedBecomesTextOnTheStoragesThread() throws Exception {
    open();
    await(storage.append(List.of(new Written(""))));
    assertThat(onDisk()).containsExactly(Json.of(Map.of("by", "storage")));
  }

  @Test
  void noFileIsTouchedBeforeItIsOpened() {
    storage.append(records(1));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatComesDuringASyncSharesTheNext() throws Exception {
    open();
    int before = disk.syncs;
    disk.syncsAllowed.drainPermits();
    disk.syncsBegun.drainPermits();
    List<CompletionStage<Void>> appended = new ArrayList<>();
    appended.add(storage.append(records(0)));
    disk.syncsBegun.acquire();
    for (int i = 1; i < 100; i++) {
      appended.add(storage.append(records(i)));
    }
    assertThat(loop).isEmpty();
    disk.syncsAllowed.release();
    await(appended.get(0));
    assertThat(appended.get(1)).isNotCompleted();
    disk.syncsAllowed.release();
    await(appended.get(99));
    assertThat(appended).allSatisfy(stage -> assertThat(stage).isCompleted());
    assertThat(disk.syncs).isEqualTo(before + 2);
    assertThat(onDisk()).isEqualTo(records(IntStream.range(0, 100).toArray()));
  }

  @Test
  void whatIsAppendedDuringAReplacementFollowsIt() throws Exception {
    open();
    disk.syncsAllowed.drainPermits();
    disk.syncsBegun.drainPermits();
    CompletionStage<Void> first = storage.append(records(1));
    disk.syncsBegun.acquire();
    List<CompletionStage<Void>> stages =
        List.of(
            storage.append(records(2)),
            storage.replace(records(12)),
            storage.append(records(3)),
            storage.append(records(4)));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      int number = i;
      stages.get(i).thenRun(() -> order.add(number));
    }
    disk.syncsAllowed.release(100);
    await(first);
    await(stages.get(3));
    assertThat(order).containsExactly(0, 1, 2, 3);
    assertThat(onDisk()).isEqualTo(records(12, 3, 4));
  }

  @Test
  void nothingToAppendNeedsNoSync() throws Exception {
    open();
    int before = disk.syncs;
    await(storage.append(List.of()));
    assertThat(disk.syncs).isEqualTo(before);
  }

  @Test
  void aFullDiskFailsAnAppendAndNoLaterOne() throws Exception {
    open();
    await(storage.append(records(1)));
    disk.capacity = Files.size(directory.resolve("n1.journal")) + 3;
    CompletionStage<Void> append = storage.append(records(2));
    CompletionStage<Void> replace = storage.replace(records(10, 20, 30));
    await(replace);
    assertThat(append)
        .isCompletedExceptionally()
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(StorageException.Full.class);
    assertThat(replace).isCompletedExceptionally();
    disk.capacity = Long.MAX_VALUE;
    CompletionStage<Void> later = storage.append(records(3));
    await(later);
    assertThat(later).isCompleted();
    assertThat(onDisk()).isEqualTo(records(1, 3));
  }

  @Test
  void afterASyncThatFailedNothingCompletesAndTheNodeEnds() throws Exception {
    open();
    await(storage.append(records(1)));
    disk.syncFails = true;
    CompletionStage<Void> failed = storage.append(records(2));
    assertThatThrownBy(() -> await(failed))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("n1")
        .hasMessageContaining("Input/output error");
    disk.syncFails = false;
    CompletionStage<Void> later = storage.append(records(3));
    ended();
    assertThat(loop).isEmpty();
    assertThat(failed).isNotDone();
    assertThat(later).isNotDone();
  }

  /** Waits until this storage's lock is free, for its thread gives it back at its end. */
  private void ended() throws IOException {
    try (FileChannel lock =
        FileChannel.open(directory.resolve("n1.lock"), StandardOpenOption.WRITE)) {
      assertThat(new Disk().lock(lock)).isTrue();
    }
  }

  @Test
  void aFullDiskThatCannotCutOffWhatWasWrittenIsAFailure() throws Exception {
    open();
    disk.capacity = Files.size(directory.resolve("n1.journal")) + 3;
    disk.syncFails = true;
    CompletionStage<Void> failed = storage.append(records(2));
    assertThatThrownBy(() -> await(failed)).isExactlyInstanceOf(StorageException.class);
    assertThat(failed).isNotDone();
  }

  @Test
  void aDamagedJournalEndsTheNode() throws Exception {
    Path path = directory.resolve("n1.journal");
    JournalFile journal = new JournalFile(new Disk(), path);
    journal.recover(record -> {});
    journal.append(records(1));
    journal.append(records(2));
    journal.append(records(3));
    byte[] bytes = Files.readAllBytes(path);
    bytes[JournalFile.FORMAT.length + 8 + 1 + 8] ^= 1;
    Files.write(path, bytes);
    refused("damaged at offset " + (JournalFile.FORMAT.length + 9));
  }

  private void refused(String message) {
    CompletionStage<Void> opened = storage.open("n1", found::add);
    assertThatThrownBy(() -> await(opened))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(message);
    assertThat(opened).isCompletedExceptionally();
    assertThat(loop).isEmpty();
  }

  @Test
  void aRecordThatNobodyUnderstandsEndsTheNode() throws Exception {
    JournalFile journal = new JournalFile(new Disk(), directory.resolve("n1.journal"));
    journal.recover(record -> {});
    journal.append(records(1));
    CompletionStage<Void> opened =
        storage.open(
            "n1",
            record -> {
              throw new IllegalArgumentException("what is " + record);
            });
    assertThatThrownBy(() -> await(opened))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("what is 1");
    assertThat(opened).isCompletedExceptionally();
  }

  @Test
  void aDirectoryThatIsNotThereEndsTheNode() throws Exception {
    Files.delete(directory);
    refused(directory.toString());
    Files.createDirectory(directory);
  }

  @Test
  void aSecondOpenerIsRefused() throws Exception {
    CompletableFuture<Void> first = new CompletableFuture<>();
    await(storage(new Disk()).open("n1", record -> {}).thenRun(() -> first.complete(null)));
    refused("n1.lock: another process has this journal open");
    assertThat(disk.pauses).isPositive();
  }

  @Test
  void aDyingProcessIsWaitedFor() throws Exception {
    FileChannel former =
        FileChannel.open(
            directory.resolve("n1.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    assertThat(new Disk().lock(former)).isTrue();
    FaultyDisk patient =
        new FaultyDisk() {
          @Override
          void pause() {
            try {
              former.close();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    CompletionStage<Void> opened = storage(patient).open("n1", found::add);
    await(opened);
    assertThat(opened).isCompleted();
  }

  /** Another process with a journal open. */
  static final class Holder {
    private Holder() {}

    public static void main(String... args) throws Exception {
      Path lock = Path.of(args[0]);
      try (FileChannel file =
          new Disk().open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        System.out.println(new Disk().lock(file));
        int end = System.in.read();
        System.out.println(end);
      }
    }
  }

  @Test
  void anotherProcessIsRefused() throws Exception {
    Process holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.resolve("n1.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = holder.inputReader()) {
      assertThat(out.readLine()).isEqualTo("true");
      refused("another process has this journal open");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    CompletionStage<Void> opened = storage(new Disk()).open("n1", found::add);
    await(opened);
    assertThat(opened).isCompleted();
  }

  @Test
  void anyNodeIdIsAFileOfTheDirectory() throws Exception {
    open("../n1/..\0ü");
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("..%2Fn1%2F..%00%C3%BC.journal", "..%2Fn1%2F..%00%C3%BC.lock");
    }
  }
}
