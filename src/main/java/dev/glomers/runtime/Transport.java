package dev.glomers.runtime;

/** Takes a node's lines away. */
public interface Transport {
  /**
   * Sends one line. The bytes are the caller's again when this returns.
   *
   * @param line holds the line, its line end included, from its beginning to {@code length}
   */
  void send(String dest, byte[] line, int length);
}
