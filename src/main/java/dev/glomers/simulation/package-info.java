/**
 * Maelstrom's world on a virtual clock: nodes, clients, services, network and faults in one thread,
 * from one seed.
 */
@NullMarked
package dev.glomers.simulation;

import org.jspecify.annotations.NullMarked;
