package dev.glomers.runtime;

/** A program that a node runs: its collaborators are injected, its handlers are told on start. */
public interface Challenge {
  /**
   * Called once, when the node is initialised and before any other message is delivered.
   *
   * @param on takes the handlers, one for each message
   */
  void start(Cluster cluster, Handlers on);
}
