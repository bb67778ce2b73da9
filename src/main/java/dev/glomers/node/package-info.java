/**
 * The node that Maelstrom starts: a challenge on stdin, stdout and the real clock.
 *
 * <p>Three threads overlap. The reader takes lines from stdin; the event loop runs every handler
 * and timer and encodes what they send; the writer writes. They exchange batches, so a busy node
 * hands over many messages together, while an idle one passes each on immediately. The reader
 * decodes lines while the event loop is busy, otherwise the loop does. If the challenge opens its
 * storage, a fourth thread writes the journal and posts the results to the loop.
 *
 * <p>Maelstrom starts all nodes at once and gives each ten seconds to answer, and 25 JVMs on two
 * cores need more than that by default. So a node starts without the command line's machinery and
 * looks for its configuration in {@code config/} alone. Its classes come from an archive (an AOT
 * cache from JDK 25 on, AppCDS before) that the build records in a training run. The archive fits
 * that JDK and that path only (on 17, a path without spaces); without it a node starts slower. The
 * launcher {@code exec}s java with the C1 compiler alone and the serial collector. While the
 * container starts, a second thread sets up logging and decodes {@code init}.
 *
 * <p>So 25 nodes start at once in 3 s on two cores. {@code ./mvnw -Pbenchmark verify
 * -Dbaseline=<launcher>} measures start, memory and speed beside another echo node.
 */
@NullMarked
package dev.glomers.node;

import org.jspecify.annotations.NullMarked;
