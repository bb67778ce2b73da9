/** Part 3: broadcast. */
@NullMarked
package dev.glomers.challenge.broadcast;

import org.jspecify.annotations.NullMarked;
