/**
 * The node that Maelstrom starts: a challenge on stdin, stdout and the real clock.
 *
 * <p>Three threads overlap. The reader splits stdin into lines and decodes them; the event loop
 * runs every handler and timer and encodes what they send; the writer writes. Between them go
 * batches, so a busy node hands over many messages at once, while an idle one passes each on at
 * once.
 */
@NullMarked
package dev.glomers.node;

import org.jspecify.annotations.NullMarked;
