package dev.glomers.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A real disk whose faults a test controls. */
class FaultyDisk extends Disk {
  /** The process ends here. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** How many bytes a file may have. */
  volatile long capacity = Long.MAX_VALUE;

  volatile boolean syncFails;

  /** How many more steps there are before the process is killed. */
  int steps = Integer.MAX_VALUE;

  int syncs;
  int pauses;

  /** Each sync needs one. */
  final Semaphore syncsAllowed = new Semaphore(Integer.MAX_VALUE);

  /** Has one more for each sync that has begun. */
  final Semaphore syncsBegun = new Semaphore(0);

  private void step() {
    if (steps-- == 0) {
      throw new Killed();
    }
  }

  @Override
  void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    step();
    int room = (int) Math.min(bytes.remaining(), Math.max(0, capacity - position));
    int surplus = bytes.remaining() - room;
    bytes.limit(bytes.position() + room);
    super.write(file, bytes, position);
    if (surplus > 0) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  void truncate(FileChannel file, long length) throws IOException {
    step();
    super.truncate(file, length);
  }

  @Override
  void sync(FileChannel file) throws IOException {
    step();
    syncs++;
    syncsBegun.release();
    syncsAllowed.acquireUninterruptibly();
    if (syncFails) {
      throw new IOException("Input/output error");
    }
    super.sync(file);
  }

  @Override
  void rename(Path from, Path to) throws IOException {
    step();
    super.rename(from, to);
  }

  @Override
  void syncDirectory(Path directory) throws IOException {
    step();
    super.syncDirectory(directory);
  }

  @Override
  void pause() {
    pauses++;
  }
}
