/**
 * Transactions over lists, strict-serializable: as if one after another, each between its request
 * and its answer (Papadimitriou, 1979; Herlihy and Wing, 1990).
 *
 * <p>A transaction is one command, a reading one too: {@linkplain dev.glomers.consensus all nodes}
 * run them in one order, each alone and as a whole. None aborts.
 *
 * <p>Clients that each wait for an answer before they ask again get one transaction done in an
 * interval of 2(n - 1) messages: with twelve clients and three nodes 0.333 messages each at the
 * least, and 0.37 are reached, for now and then a request misses a round.
 */
@NullMarked
package dev.glomers.challenge.listappend;

import org.jspecify.annotations.NullMarked;
