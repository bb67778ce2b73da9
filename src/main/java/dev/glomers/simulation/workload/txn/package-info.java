/** Part 6: transactions, and how far they are isolated from each other. */
@NullMarked
package dev.glomers.simulation.workload.txn;

import org.jspecify.annotations.NullMarked;
