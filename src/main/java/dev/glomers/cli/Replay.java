package dev.glomers.cli;

/**
 * The command that runs a test again.
 *
 * @param before what comes before the seed
 * @param after what comes after it
 */
record Replay(String before, String after) {
  /** The one that has come out with this seed. */
  static Replay of(String command, long seed) {
    int place = command.indexOf(" --seed " + seed);
    Mistake.unless(place >= 0, "no --seed " + seed + " in: " + command);
    String after = command.substring(place + (" --seed " + seed).length());
    return new Replay(command.substring(0, place), after);
  }

  String with(long seed) {
    return before + " --seed " + seed + after;
  }
}
