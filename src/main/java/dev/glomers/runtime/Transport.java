package dev.glomers.runtime;

/** Sends a node's lines. */
public interface Transport {
  /**
   * Sends one line. The caller may reuse the bytes when this returns.
   *
   * @param line holds the line, including its line end, in the first {@code length} bytes
   */
  void send(String dest, byte[] line, int length);
}
