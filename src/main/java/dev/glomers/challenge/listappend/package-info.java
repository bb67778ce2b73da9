/**
 * Transactions over lists, strict-serializable: as if one after another, each between its request
 * and its answer (Papadimitriou, 1979; Herlihy and Wing, 1990).
 *
 * <p>A transaction is one command, even if it only reads. {@linkplain dev.glomers.consensus All
 * nodes} run all of them in one order, each alone and as a whole. None aborts.
 *
 * <p>Clients that wait for each answer before the next request complete one transaction each per
 * interval of 2(n - 1) messages. With twelve clients and three nodes the least is 0.333 messages
 * per transaction; 0.37 are reached, because a request sometimes misses a round.
 */
@NullMarked
package dev.glomers.challenge.listappend;

import org.jspecify.annotations.NullMarked;
