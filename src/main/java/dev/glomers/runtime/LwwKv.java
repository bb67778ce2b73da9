package dev.glomers.runtime;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The client of Maelstrom's store {@code lww-kv}: eventually consistent, last write wins. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface LwwKv {}
