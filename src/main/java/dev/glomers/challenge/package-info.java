/** A package for each challenge, and what they share. */
@NullMarked
package dev.glomers.challenge;

import org.jspecify.annotations.NullMarked;
