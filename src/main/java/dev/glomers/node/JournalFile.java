package dev.glomers.node;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A journal in a file: a line that names the format, then records. A record is a checksum, a length
 * (4 bytes each, big-endian) and its JSON text. The length is negative in the first record of each
 * write, which {@link JournalReader} relies on. The checksum is the CRC-32C of length and text,
 * XORed with both halves of the record's position, so that a record is valid nowhere else.
 *
 * <p>After an {@link IOException} nothing is known about what is on disk.
 */
final class JournalFile {
  static final byte[] FORMAT = "glomers journal 2\n".getBytes(StandardCharsets.US_ASCII);
  static final int HEAD = 8;
  private static final int BLOCK = 1 << 16;

  private final Disk disk;
  private final Path path;
  private final Path successor;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer block = ByteBuffer.allocate(BLOCK);
  private FileChannel file;
  private long end;

  /** Opens or creates the file. It is created whole, so one without its first line is damaged. */
  JournalFile(Disk disk, Path path) throws IOException {
    this.disk = disk;
    this.path = path;
    this.successor = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(successor);
    this.file = Files.notExists(path) ? create(List.of()) : disk.open(path, READ, WRITE);
  }

  /** Passes on all records, which are durable then; cuts off a bad end. Called first. */
  void recover(Consumer<Json> record) throws IOException {
    JournalReader reader = new JournalReader(path, file);
    reader.read(record);
    end = reader.end();
    if (end < file.size()) {
      disk.truncate(file, end);
    }
    // The node may have been killed between a write and its sync.
    disk.sync(file);
    disk.syncDirectory(path.resolveSibling(""));
  }

  /** Appends records, durably or not at all. */
  void append(List<?> records) throws IOException {
    long from = end;
    try {
      end = write(file, from, records);
    } catch (IOException e) {
      // Whatever the error was (its text may be in any language), nothing is written if this works.
      disk.truncate(file, from);
      disk.sync(file);
      throw full(e);
    }
    try {
      disk.sync(file);
    } catch (IOException e) {
      // After a restart the system may show data that is not on disk, and report it as synced.
      disk.truncate(file, from);
      throw e;
    }
  }

  /** Replaces all records, durably or not at all. */
  void replace(List<?> records) throws IOException {
    FileChannel former = file;
    file = create(records);
    former.close();
  }

  private FileChannel create(List<?> records) throws IOException {
    FileChannel created = null;
    long length;
    try {
      created = disk.open(successor, CREATE, TRUNCATE_EXISTING, READ, WRITE);
      disk.write(created, ByteBuffer.wrap(FORMAT), 0);
      length = write(created, FORMAT.length, records);
    } catch (IOException e) {
      if (created != null) {
        created.close();
      }
      Files.deleteIfExists(successor);
      throw full(e);
    }
    disk.sync(created);
    disk.rename(successor, path);
    disk.syncDirectory(path.resolveSibling(""));
    end = length;
    return created;
  }

  /** Writes records from a position on; returns where they end. */
  private long write(FileChannel to, long position, List<?> records) throws IOException {
    long at = position;
    block.clear();
    for (Object each : records) {
      Json record = Json.of(each);
      int size = HEAD + record.length();
      if (block.remaining() < size) {
        at = flush(to, at);
        if (block.capacity() < size) {
          block = ByteBuffer.allocate(size);
        }
      }
      int start = block.position();
      boolean first = at + start == position;
      record.copyTo(block.array(), start + HEAD);
      block.putInt(start + 4, first ? -record.length() : record.length());
      block.putInt(start, checksum(crc, at + start, block.array(), start, size));
      block.position(start + size);
    }
    return flush(to, at);
  }

  private long flush(FileChannel to, long position) throws IOException {
    int count = block.position();
    disk.write(to, block.flip(), position);
    block.clear();
    return position + count;
  }

  /**
   * The checksum of a record.
   *
   * @param position in the file
   * @param start of the record in {@code bytes}
   */
  static int checksum(CRC32C crc, long position, byte[] bytes, int start, int size) {
    crc.reset();
    crc.update(bytes, start + 4, size - 4);
    return (int) crc.getValue() ^ Long.hashCode(position);
  }

  private StorageException full(IOException e) {
    return new StorageException.Full("cannot write " + path + ": " + e.getMessage());
  }
}
