/** Part 2: no id may be issued twice. */
@NullMarked
package dev.glomers.simulation.workload.uniqueids;

import org.jspecify.annotations.NullMarked;
