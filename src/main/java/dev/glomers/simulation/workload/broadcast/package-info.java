/** Part 3: what was broadcast must be read everywhere, and nothing else. */
@NullMarked
package dev.glomers.simulation.workload.broadcast;

import org.jspecify.annotations.NullMarked;
