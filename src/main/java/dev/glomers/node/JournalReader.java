package dev.glomers.node;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Reads a {@link JournalFile}, and tells an unfinished last write from damage.
 *
 * <p>The journal is cut off at the first bad record, if no durable record is lost with it. A write
 * begins after the previous one was synced. So if a write begins later in the file, the bad record
 * had been durable: damage. If only records of the same write follow, the system may have written
 * its later pages and not its earlier ones, which are then a hole of zeros; without a hole it is
 * damage too. If nothing follows, the write was unfinished.
 */
final class JournalReader {
  private static final int SECTOR = 512;

  private final Path path;
  private final FileChannel file;
  private final long size;
  private final CRC32C crc = new CRC32C();

  /** A section of the file, and where in the file it begins and ends. */
  private ByteBuffer window = ByteBuffer.allocate(1 << 16);

  private long from;
  private long to;

  private long end = JournalFile.FORMAT.length;

  JournalReader(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    this.size = file.size();
  }

  /**
   * Passes on all records up to the end or a bad end.
   *
   * @throws StorageException if there is damage before the end
   */
  void read(Consumer<Json> record) throws IOException {
    byte[] format = JournalFile.FORMAT;
    if (size < end || !Arrays.equals(copy(0, format.length), format)) {
      throw new StorageException(path + ": damaged at offset 0: does not begin as a journal does");
    }
    for (int length = valid(end); length > 0; length = valid(end)) {
      record.accept(Json.ofTrustedText(copy(end + JournalFile.HEAD, length)));
      end += JournalFile.HEAD + length;
    }
    long survivor = survivor();
    if (survivor < size) {
      throw new StorageException(
          path + ": damaged at offset " + end + ": a bad record, but a good one at " + survivor);
    }
  }

  /** Where the records end. */
  long end() {
    return end;
  }

  /** The position of a record that proves the bad one to be damage; the size if there is none. */
  private long survivor() throws IOException {
    boolean torn = false;
    for (long at = end + 1; at < size; ) {
      int length = valid(at);
      if (length == 0) {
        at++;
      } else if (begins(at) || !(torn || hole(at))) {
        return at;
      } else {
        torn = true;
        at += JournalFile.HEAD + length;
      }
    }
    return size;
  }

  /** Whether a record is the first of its write. */
  private boolean begins(long position) throws IOException {
    return window.getInt(index(position, JournalFile.HEAD) + 4) < 0;
  }

  /** Whether a sector, or the bad record's part of its first sector, never reached the disk. */
  private boolean hole(long until) throws IOException {
    long next;
    for (long at = end; (next = (at / SECTOR + 1) * SECTOR) <= until; at = next) {
      byte[] sector = copy(at, (int) (next - at));
      if (Arrays.equals(sector, new byte[sector.length])) {
        return true;
      }
    }
    return false;
  }

  /** The text length of the record at a position; 0 if there is no valid one. */
  private int valid(long position) throws IOException {
    long most = Math.min(size - position - JournalFile.HEAD, 1 << 30);
    if (most <= 0) {
      return 0;
    }
    int length = Math.abs(window.getInt(index(position, JournalFile.HEAD) + 4));
    if (length <= 0 || length > most) {
      return 0;
    }
    int start = index(position, JournalFile.HEAD + length);
    int sum = JournalFile.checksum(crc, position, window.array(), start, JournalFile.HEAD + length);
    return window.getInt(start) == sum ? length : 0;
  }

  private byte[] copy(long position, int count) throws IOException {
    int start = index(position, count);
    return Arrays.copyOfRange(window.array(), start, start + count);
  }

  /** The index of a section of the file in the window, which is moved if needed. */
  private int index(long position, int count) throws IOException {
    if (position < from || position + count > to) {
      if (window.capacity() < count) {
        window = ByteBuffer.allocate(count);
      }
      window.clear();
      while (window.hasRemaining() && file.read(window, position + window.position()) > 0) {
        // Reads as much as there is
      }
      from = position;
      to = position + window.position();
    }
    return (int) (position - from);
  }
}
