package dev.glomers.watch;

/** A page that is told a run. */
@FunctionalInterface
public interface Page {
  /**
   * Takes a line; an empty one says nothing.
   *
   * @return false once the page is gone
   */
  boolean take(String line);
}
