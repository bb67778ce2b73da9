/** What the tests of the challenges share. */
@NullMarked
package dev.glomers.challenge;

import org.jspecify.annotations.NullMarked;
