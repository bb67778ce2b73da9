/** Gossip. */
@NullMarked
package dev.glomers.gossip;

import org.jspecify.annotations.NullMarked;
