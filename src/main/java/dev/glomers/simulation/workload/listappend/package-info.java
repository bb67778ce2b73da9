/** Transactions of reads and appends to lists, which must be strictly serializable. */
@NullMarked
package dev.glomers.simulation.workload.listappend;

import org.jspecify.annotations.NullMarked;
