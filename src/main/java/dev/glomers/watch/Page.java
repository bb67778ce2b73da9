package dev.glomers.watch;

/** A page that receives the events of a run. */
@FunctionalInterface
public interface Page {
  /**
   * Takes a line; an empty one means nothing.
   *
   * @return false once the page is gone
   */
  boolean take(String line);
}
