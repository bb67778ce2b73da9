/** Registers with compare-and-set, each of which must be linearizable. */
@NullMarked
package dev.glomers.simulation.workload.linkv;

import org.jspecify.annotations.NullMarked;
