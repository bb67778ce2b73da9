package dev.glomers.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
  private static final int FORMAT = JournalFile.FORMAT.length;

  @TempDir Path directory;

  private final FaultyDisk disk = new FaultyDisk();
  private Path path;

  @BeforeEach
  void path() {
    path = directory.resolve("n1.journal");
  }

  private static List<Json> records(String... texts) {
    return Arrays.stream(texts).map(Json::of).toList();
  }

  private JournalFile open() throws IOException {
    JournalFile journal = new JournalFile(disk, path);
    journal.recover(record -> {});
    return journal;
  }

  private List<Json> reopen() throws IOException {
    List<Json> records = new ArrayList<>();
    new JournalFile(new Disk(), path).recover(records::add);
    return records;
  }

  /** A journal of several writes, each of the texts that belong together. */
  private void write(String[]... writes) throws IOException {
    Files.deleteIfExists(path);
    JournalFile journal = open();
    for (String[] texts : writes) {
      journal.append(records(texts));
    }
  }

  private static String[] together(String... texts) {
    return texts;
  }

  private void flip(long offset) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    bytes[(int) offset] ^= 0x10;
    Files.write(path, bytes);
  }

  @Test
  void whatWasAppendedComesBackInOrder() throws IOException {
    JournalFile journal = open();
    journal.append(records("a"));
    journal.append(records("b", "c"));
    assertThat(reopen()).isEqualTo(records("a", "b", "c"));

    journal = open();
    journal.append(records("d"));
    assertThat(reopen()).isEqualTo(records("a", "b", "c", "d"));
  }

  @Test
  void recordsMayBeOfAnyLength() throws IOException {
    List<Json> records = new ArrayList<>();
    for (int length = 1; length < 3_000_000; length = length * 3 + 1) {
      records.add(Json.of("x".repeat(length)));
      records.add(Json.of(length));
    }
    open().append(records);
    assertThat(reopen()).isEqualTo(records);
  }

  @Test
  void manySmallRecordsComeBack() throws IOException {
    List<Json> records = IntStream.range(0, 20_000).mapToObj(Json::of).toList();
    open().append(records);
    assertThat(reopen()).isEqualTo(records);
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatAFormerLifeMayNotHaveSyncedIsSyncedBeforeItCounts() throws IOException {
    write(together("a"));
    int before = disk.syncs;
    open();
    assertThat(disk.syncs).isEqualTo(before + 1);
  }

  @Test
  void aTornEndIsCutOffWhereverItIsTorn() throws IOException {
    write(together("a"), together("b"));
    long kept = Files.size(path);
    write(together("a"), together("b"), together("the last"));
    byte[] whole = Files.readAllBytes(path);
    for (int length = (int) kept; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThat(reopen()).as("torn at %d", length).isEqualTo(records("a", "b"));
      assertThat(path).hasSize(kept);
      // Or the length was on the disk before the rest was
      Files.write(path, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
      assertThat(reopen()).as("zeros from %d", length).isEqualTo(records("a", "b"));
    }
    open().append(records("c"));
    assertThat(reopen()).isEqualTo(records("a", "b", "c"));
  }

  @Test
  void aTornWriteLosesNothingOfTheOneBeforeAndKeepsWhatIsWhole() throws IOException {
    write(together("a"), together("b", "c", "d"));
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length - 1));
    assertThat(reopen()).isEqualTo(records("a", "b", "c"));
  }

  @Test
  void damageBeforeTheLastRecordIsRefused() throws IOException {
    write(together("a"), together("b", "c"), together("d"), together("e"));
    byte[] whole = Files.readAllBytes(path);
    int last = whole.length - JournalFile.HEAD - Json.of("e").length();
    int record = last - FORMAT;
    for (int offset = 0; offset < last; offset++) {
      Files.write(path, whole);
      flip(offset);
      long begins = offset < FORMAT ? 0 : FORMAT + (offset - FORMAT) / (record / 4) * (record / 4);
      assertThatThrownBy(this::reopen)
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith(path + ": damaged at offset " + begins + ": ");
      assertThat(path).hasSize(whole.length);
    }
    for (int offset = last; offset < whole.length; offset++) {
      Files.write(path, whole);
      flip(offset);
      assertThat(reopen()).isEqualTo(records("a", "b", "c", "d"));
    }
  }

  @Test
  void damageWithinTheLastWriteIsRefused() throws IOException {
    write(together("a", "b", "c"));
    flip(FORMAT + JournalFile.HEAD);
    assertThatThrownBy(this::reopen).hasMessageContaining("damaged at offset " + FORMAT);
  }

  @Test
  void aWriteOfWhichThePagesCameToTheDiskInAnotherOrderIsATornOne() throws IOException {
    String large = "x".repeat(5_000);
    write(together("a"), together("b", large, large, large, "c"));
    byte[] bytes = Files.readAllBytes(path);
    Arrays.fill(bytes, 4096, 8192, (byte) 0);
    Files.write(path, bytes);
    assertThat(reopen()).isEqualTo(records("a", "b"));
  }

  @Test
  void butNotIfAWriteWasBegunAfterIt() throws IOException {
    String large = "x".repeat(5_000);
    write(together("a"), together("b", large, large, large, "c"), together("d"));
    byte[] bytes = Files.readAllBytes(path);
    Arrays.fill(bytes, 4096, 8192, (byte) 0);
    Files.write(path, bytes);
    assertThatThrownBy(this::reopen).hasMessageContaining("damaged at offset ");
  }

  @Test
  void aRecordCountsOnlyWhereItWasWritten() throws IOException {
    write(together("a"), together("b"));
    byte[] bytes = Files.readAllBytes(path);
    int record = (bytes.length - FORMAT) / 2;
    System.arraycopy(bytes, FORMAT, bytes, FORMAT + record, record);
    Files.write(path, bytes);
    assertThat(reopen()).isEqualTo(records("a"));
  }

  @Test
  void aFileThatIsNoJournalIsRefused() throws IOException {
    for (String text : List.of("", "glomers", "glomers journal 1\n", "something else entirely")) {
      Files.writeString(path, text);
      assertThatThrownBy(this::reopen)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("damaged at offset 0");
      assertThat(path).hasContent(text);
    }
  }

  @Test
  void aFullDiskKeepsWhatItHasAndTakesMoreWhenThereIsRoom() throws IOException {
    JournalFile journal = open();
    journal.append(records("a"));
    long before = Files.size(path);
    for (int room = 0; room < 30; room++) {
      disk.capacity = before + room;
      assertThatThrownBy(() -> journal.append(records("b", "cc", "ddd")))
          .isInstanceOf(StorageException.Full.class)
          .hasMessageContaining(path.toString());
      assertThat(path).hasSize(before);
    }
    assertThatThrownBy(() -> journal.replace(records("b", "cc", "ddd", "eeee")))
        .isInstanceOf(StorageException.Full.class);
    assertThat(directory)
        .isDirectoryContaining("glob:**/n1.journal")
        .isDirectoryNotContaining("glob:**.new");
    disk.capacity = Long.MAX_VALUE;
    journal.append(records("e"));
    assertThat(reopen()).isEqualTo(records("a", "e"));
  }

  @Test
  void afterASyncThatFailedTheNextLifeDoesNotSeeWhatIsPerhapsNotOnDisk() throws IOException {
    JournalFile journal = open();
    journal.append(records("a"));
    disk.syncFails = true;
    assertThatThrownBy(() -> journal.append(records("b"))).isExactlyInstanceOf(IOException.class);
    assertThat(reopen()).isEqualTo(records("a"));
  }

  @Test
  void appendsFollowWhatReplacedTheRest() throws IOException {
    JournalFile journal = open();
    journal.append(records("a", "b"));
    journal.replace(records("ab"));
    journal.append(records("c"));
    assertThat(reopen()).isEqualTo(records("ab", "c"));
  }

  @Test
  void aDeathAtAnyMomentLeavesTheOldOrTheNew() throws IOException {
    List<Json> old = records("a", "b");
    List<Json> replaced = records("ab");
    boolean done = false;
    List<List<Json>> found = new ArrayList<>();
    for (int steps = 0; !done; steps++) {
      Files.deleteIfExists(path);
      JournalFile journal = open();
      journal.append(old);
      disk.steps = steps;
      try {
        journal.replace(replaced);
        done = true;
      } catch (FaultyDisk.Killed e) {
        // As it should
      }
      disk.steps = Integer.MAX_VALUE;
      found.add(reopen());
      try (var files = Files.list(directory)) {
        assertThat(files).containsExactly(path);
      }
    }
    // Format, records, sync, rename, and sync of the directory
    assertThat(found).containsExactly(old, old, old, old, replaced, replaced);
  }

  @Test
  void aDeathWhileItIsMadeLeavesNoneOrAWholeOne() throws IOException {
    for (int steps = 0; steps < 7; steps++) {
      Files.deleteIfExists(path);
      disk.steps = steps;
      assertThatThrownBy(this::open).isInstanceOf(FaultyDisk.Killed.class);
      disk.steps = Integer.MAX_VALUE;
      assertThat(reopen()).isEmpty();
    }
  }
}
