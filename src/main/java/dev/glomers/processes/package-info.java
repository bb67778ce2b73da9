/**
 * Foreign nodes: any program that speaks Maelstrom's protocol on stdin and stdout, in the
 * simulation's world but on the real clock.
 *
 * <p>Clients, services, network, faults and checkers are the simulation's, and so is the single
 * thread on which everything happens. Each process has three more threads, which never block that
 * one: one passes on the lines that the process writes, one writes to the process, and one keeps
 * the end of its stderr. While the world is behind, the first of them stops reading, so a node that
 * never stops writing fills only its own pipe.
 *
 * <p>A process is started in the directory for temporary files, and gets {@code init} as its first
 * line. Until it has answered that, clients' messages to it are lost. It has 10 s to answer. A node
 * that exits, closes its stdout, or writes a line that is not a message ends the run. A message has
 * src, dest, body and perhaps an integer id, and no other field; if Maelstrom finds anything else,
 * it warns and ignores that node from then on. We are stricter: one line has one JSON value, and
 * the body of a message to a client or a service has a type. No process or descendant of one
 * outlives the run.
 *
 * <p>It measures what Maelstrom measures. On all ten workloads, Maelstrom's demos, two public
 * solutions and our nodes get the same verdicts from both, except where only these checks look (a
 * commit of an offset that nobody had sent, nodes that differ at the end). They send as many
 * messages: 32 for each broadcast of Maelstrom's demo in Ruby, 48 for a public 3d, 2 for a proxy.
 */
@NullMarked
package dev.glomers.processes;

import org.jspecify.annotations.NullMarked;
