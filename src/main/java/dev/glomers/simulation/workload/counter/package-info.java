/** Part 4: what was added must be in the sum, once. */
@NullMarked
package dev.glomers.simulation.workload.counter;

import org.jspecify.annotations.NullMarked;
