package dev.glomers.runtime;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The client of one of Maelstrom's stores, such as {@code seq-kv}. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface Store {
  /**
   * {@code lin-kv}, which is linearizable; {@code seq-kv}, sequentially consistent; or {@code
   * lww-kv}, eventually consistent: the last write wins.
   */
  String value();
}
