package dev.glomers.cli;

/**
 * The command that runs a test again.
 *
 * @param before the text before the seed
 * @param after the text after the seed
 */
record Replay(String before, String after) {
  /** Parses a command that has this seed. */
  static Replay of(String command, long seed) {
    int place = command.indexOf(" --seed " + seed);
    Mistake.unless(place >= 0, "no --seed " + seed + " in: " + command);
    String after = command.substring(place + (" --seed " + seed).length());
    return new Replay(command.substring(0, place), after);
  }

  /** A word of a command, as a shell takes it. */
  static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  String with(long seed) {
    return before + " --seed " + seed + after;
  }
}
