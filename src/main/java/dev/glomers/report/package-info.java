/** A page that shows one simulated run: what was found, and all that happened. */
@NullMarked
package dev.glomers.report;

import org.jspecify.annotations.NullMarked;
