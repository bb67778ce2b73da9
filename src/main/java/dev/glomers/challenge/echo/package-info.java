/** Part 1: echo. One reply for each request, and no message between nodes. */
@NullMarked
package dev.glomers.challenge.echo;

import org.jspecify.annotations.NullMarked;
