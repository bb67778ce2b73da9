/**
 * Nodes that are not ours: any program that speaks Maelstrom's protocol on its stdin and stdout, in
 * the world that the simulation copies, on the real clock.
 *
 * <p>Clients, services, network, faults and checkers are the simulation's, and so is the one thread
 * on which everything happens. Each process has three threads more, which never hold that one up:
 * one hands it the lines that the process writes, one writes to the process, and one keeps the end
 * of what it says on stderr. While the world is behind, the first of them does not read on, so that
 * a node that never stops talking fills no memory but its own pipe.
 *
 * <p>A process is started in the directory for temporary files, and gets {@code init} as its first
 * line. Until it has answered that, what clients send to it is lost. It has 10 s for it. A node
 * that ends by itself, closes its stdout, or writes a line that is not a message ends the run. A
 * message has src, dest, body and perhaps an integer id, and nothing besides; where Maelstrom finds
 * anything else it warns and never listens to that node again. We are stricter in this: one line
 * has one JSON value, and the body of a message to a client or a service has a type. No process
 * outlives the run, nor do those that it has started.
 */
@NullMarked
package dev.glomers.processes;

import org.jspecify.annotations.NullMarked;
