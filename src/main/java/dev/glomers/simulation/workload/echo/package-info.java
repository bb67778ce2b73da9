/** Part 1: a node must return what a client sends. */
@NullMarked
package dev.glomers.simulation.workload.echo;

import org.jspecify.annotations.NullMarked;
