/** Part 1: what is said must be said back. */
@NullMarked
package dev.glomers.simulation.workload.echo;

import org.jspecify.annotations.NullMarked;
