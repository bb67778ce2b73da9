package dev.glomers.cli;

/**
 * The seeds of a sweep, or of a shard's share of it: {@code first}, {@code first + step} and so on.
 *
 * <p>All shards have the same step, the number of shards, and each has a different remainder. So no
 * two shards run the same seed, however far they get.
 */
record Seeds(long first, long count, int step) {
  /**
   * A shard's share.
   *
   * @param start the first seed of the sweep
   * @param most the number of seeds in the sweep
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
