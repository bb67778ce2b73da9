/** Runs Maelstrom itself and reads its results. */
@NullMarked
package dev.glomers.maelstrom;

import org.jspecify.annotations.NullMarked;
