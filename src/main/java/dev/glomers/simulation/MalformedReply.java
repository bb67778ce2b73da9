package dev.glomers.simulation;

/** A reply that Maelstrom's schemas do not allow. */
final class MalformedReply extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedReply(String text) {
    super(text);
  }
}
