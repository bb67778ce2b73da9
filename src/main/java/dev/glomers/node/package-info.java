/**
 * The node that Maelstrom starts: a challenge on stdin, stdout and the real clock.
 *
 * <p>Three threads overlap. The reader takes lines from stdin; the event loop runs every handler
 * and timer and encodes what they send; the writer writes. Between them go batches, so a busy node
 * hands over many messages at once, while an idle one passes each on at once. Lines are decoded by
 * the reader while the event loop is busy, and else by the loop. A fourth thread, if the challenge
 * opens its storage, writes the journal and posts to the loop what has become of it.
 *
 * <p>Maelstrom starts all nodes at once and gives each ten seconds to answer, and 25 JVMs on two
 * cores need more than that by default. So a node starts without the command line's machinery and
 * looks for its configuration in {@code config/} alone. Its classes come from an archive (an AOT
 * cache from JDK 25 on, AppCDS before) that the build makes of a training run; the archive fits
 * that JDK and that path only, on 17 no path with a space in it, and without it a node starts
 * slower. The launcher {@code exec}s java with the quick compiler and the plain collector. While
 * the container starts, a second thread sets up logging and decodes {@code init}.
 */
@NullMarked
package dev.glomers.node;

import org.jspecify.annotations.NullMarked;
