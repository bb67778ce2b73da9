package dev.glomers.cli;

/**
 * The command that runs a test again.
 *
 * @param before what comes before the seed
 * @param after what comes after it
 */
record Replay(String before, String after) {
  String with(long seed) {
    return before + " --seed " + seed + after;
  }
}
