/** Runs Maelstrom itself and reads what it found. */
@NullMarked
package dev.glomers.maelstrom;

import org.jspecify.annotations.NullMarked;
