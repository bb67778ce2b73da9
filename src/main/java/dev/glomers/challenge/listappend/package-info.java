/**
 * Transactions over lists, strict-serializable: as if one after another, each between its request
 * and its answer (Papadimitriou, 1979; Herlihy and Wing, 1990).
 *
 * <p>A transaction is one command, a reading one too: {@linkplain dev.glomers.consensus all nodes}
 * run them in one order, each alone and as a whole. None aborts.
 *
 * <p>An interval costs 2(n - 1) messages. Clients that each wait for an answer before they ask
 * again get one done in it: with the twelve clients and three nodes of the part's command 0.333
 * messages a transaction is the least, and 0.37 is reached, for now and then a request misses a
 * round.
 */
@NullMarked
package dev.glomers.challenge.listappend;

import org.jspecify.annotations.NullMarked;
