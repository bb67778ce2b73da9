/** A page that shows one simulated run: its anomalies and everything that happened. */
@NullMarked
package dev.glomers.report;

import org.jspecify.annotations.NullMarked;
