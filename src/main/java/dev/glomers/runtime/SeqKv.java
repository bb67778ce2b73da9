package dev.glomers.runtime;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The client of Maelstrom's store {@code seq-kv}: sequentially consistent. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface SeqKv {}
