/** Agreement by Raft. */
@NullMarked
package dev.glomers.consensus;

import org.jspecify.annotations.NullMarked;
