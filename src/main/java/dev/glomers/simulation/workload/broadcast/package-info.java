/** Part 3: every node must read all broadcast messages, and nothing else. */
@NullMarked
package dev.glomers.simulation.workload.broadcast;

import org.jspecify.annotations.NullMarked;
