package dev.glomers.protocol;

import org.jspecify.annotations.Nullable;

/** The records that a receiver reads bodies as. */
@FunctionalInterface
public interface Bodies {
  /** Of a receiver of which that is not known. */
  Bodies UNKNOWN = type -> null;

  /** The record that stands for a type; null if none is known. */
  @Nullable Class<?> of(String type);
}
