package dev.glomers.runtime;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The client of Maelstrom's store {@code lin-kv}: linearizable. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface LinKv {}
