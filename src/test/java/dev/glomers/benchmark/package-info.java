/**
 * What a node costs: whole processes, started through the launcher as Maelstrom starts them, and
 * the codec alone. Run it with {@code ./mvnw -Pbenchmark verify}.
 */
@NullMarked
package dev.glomers.benchmark;

import org.jspecify.annotations.NullMarked;
