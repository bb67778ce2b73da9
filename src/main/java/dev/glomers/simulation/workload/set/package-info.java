/** Maelstrom's {@code g-set}: every node must read all added elements, and nothing else. */
@NullMarked
package dev.glomers.simulation.workload.set;

import org.jspecify.annotations.NullMarked;
