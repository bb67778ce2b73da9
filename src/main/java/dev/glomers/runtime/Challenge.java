package dev.glomers.runtime;

/**
 * A program that a node runs. Its collaborators are injected; it registers its handlers on start.
 */
public interface Challenge {
  /**
   * Called once, when the node is initialised and before any other message is delivered.
   *
   * @param on registers the handlers, one for each type of message
   */
  void start(Cluster cluster, Handlers on);
}
