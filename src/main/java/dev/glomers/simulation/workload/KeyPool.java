package dev.glomers.simulation.workload;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The keys and values of Jepsen's transactions. Some keys are in use at a time, each twice as
 * likely to be drawn as the one before it. The writes of a key have the values 1, 2 and so on;
 * after its last write a new key replaces it.
 *
 * @see <a href="https://github.com/jepsen-io/elle/blob/main/src/elle/txn.clj">elle's wr-txns</a>
 */
public final class KeyPool {
  private final int[] active;
  private final int maxWrites;
  private final RandomGenerator random;
  private final Map<Integer, Integer> written = new HashMap<>();
  private int created;

  public KeyPool(Setting setting) {
    this(setting.test().keyCount(), setting.test().maxWritesPerKey(), setting.random());
  }

  public KeyPool(int size, int maxWrites, RandomGenerator random) {
    this.active = new int[size];
    this.maxWrites = maxWrites;
    this.random = random;
    while (created < size) {
      active[created] = created++;
    }
  }

  /** The next operation: a read or a write, with equal chances, of a random key. */
  public Access next() {
    while (true) {
      boolean write = random.nextBoolean();
      int place = place();
      int key = active[place];
      if (!write) {
        return new Access(key, 0);
      }
      int value = written.merge(key, 1, Integer::sum);
      if (value <= maxWrites) {
        return new Access(key, value);
      }
      written.remove(key);
      active[place] = created++;
    }
  }

  /** How many keys have been in use so far; they are numbered from 0. */
  public int created() {
    return created;
  }

  private int place() {
    // The highest bit of a random number: half of the time the last key, a quarter the one before.
    return 63 - Long.numberOfLeadingZeros(random.nextLong(1, 1L << active.length));
  }

  /**
   * @param value what to write; 0 for a read
   */
  public record Access(int key, int value) {
    public boolean isWrite() {
      return value > 0;
    }
  }
}
