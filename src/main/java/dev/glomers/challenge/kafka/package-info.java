/** Part 5: an append-only log for each key. */
@NullMarked
package dev.glomers.challenge.kafka;

import org.jspecify.annotations.NullMarked;
