/**
 * Transactions over lists, strict-serializable: as if one after another, each between its request
 * and its answer (Papadimitriou, 1979; Herlihy and Wing, 1990).
 *
 * <p>A transaction is one command, even if it only reads. {@linkplain dev.glomers.consensus All
 * nodes} run all of them in one order, each alone and as a whole. None aborts.
 *
 * <p>A client that waits for each answer completes one transaction in an interval of 2(n - 1)
 * messages, and n - 1 at the leader. So four clients on each of three nodes cost at least 0.25.
 */
@NullMarked
package dev.glomers.challenge.listappend;

import org.jspecify.annotations.NullMarked;
