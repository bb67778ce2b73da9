/** Part 5: logs that look the same to all clients, and offsets that consumers commit. */
@NullMarked
package dev.glomers.simulation.workload.kafka;

import org.jspecify.annotations.NullMarked;
