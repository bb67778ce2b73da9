package dev.glomers.simulation;

/** Something that goes wrong for a time, again and again. */
interface Fault {
  /** Begins it and says, in words, what it does to whom. */
  String start();

  /** Ends it; nothing of it is left. */
  void stop();
}
