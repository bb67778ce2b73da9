package dev.glomers.cli;

/**
 * The seeds of a sweep, or of a shard's share of it: {@code first}, {@code first + step} and so on.
 *
 * <p>All shards have the same step, the number of them, and each another remainder. So no two share
 * a seed, however far each of them gets.
 */
record Seeds(long first, long count, int step) {
  /**
   * A shard's share.
   *
   * @param start the first of all
   * @param most how many there are of all
   */
  static Seeds of(Shard shard, long start, long most) {
    long count = (most - shard.index() - 1) / shard.count() + 1;
    return new Seeds(start + shard.index(), count, shard.count());
  }

  /**
   * @param place from 0 on
   */
  long get(long place) {
    return first + place * step;
  }
}
