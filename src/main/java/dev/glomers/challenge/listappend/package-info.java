/**
 * Transactions over lists, strict-serializable: as if one after another, each between its request
 * and its answer (Papadimitriou, 1979; Herlihy and Wing, 1990).
 *
 * <p>A transaction is one command, a reading one too: {@linkplain dev.glomers.consensus all nodes}
 * run them in one order, each alone and as a whole. None aborts.
 */
@NullMarked
package dev.glomers.challenge.listappend;

import org.jspecify.annotations.NullMarked;
