/** Part 4: each add must be in the sum exactly once. */
@NullMarked
package dev.glomers.simulation.workload.counter;

import org.jspecify.annotations.NullMarked;
