package dev.glomers.protocol;

import org.jspecify.annotations.Nullable;

/** The records as which a receiver reads bodies. */
@FunctionalInterface
public interface Bodies {
  /** For a receiver whose records are not known. */
  Bodies UNKNOWN = type -> null;

  /** The record for a type; null if none is known. */
  @Nullable Class<?> of(String type);
}
