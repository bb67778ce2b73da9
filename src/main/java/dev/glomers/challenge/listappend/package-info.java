/**
 * Transactions over lists, strict-serializable: as if one after another, each between its request
 * and its answer (Papadimitriou, 1979; Herlihy and Wing, 1990).
 *
 * <p>A transaction is one command, even if it only reads. {@linkplain dev.glomers.consensus All
 * nodes} run all of them in one order, each alone and as a whole. None aborts.
 *
 * <p>Clients that wait for each answer complete one transaction each per interval of 2(n - 1)
 * messages: with twelve clients and three nodes, no fewer than 0.333 messages per transaction.
 */
@NullMarked
package dev.glomers.challenge.listappend;

import org.jspecify.annotations.NullMarked;
