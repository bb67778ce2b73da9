/** Maelstrom's {@code g-set}: what was added must be read everywhere, and nothing else. */
@NullMarked
package dev.glomers.simulation.workload.set;

import org.jspecify.annotations.NullMarked;
