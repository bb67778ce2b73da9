/** Part 5: logs that all clients see alike, and offsets that consumers commit. */
@NullMarked
package dev.glomers.simulation.workload.kafka;

import org.jspecify.annotations.NullMarked;
