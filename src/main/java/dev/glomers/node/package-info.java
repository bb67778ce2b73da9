/**
 * The node that Maelstrom starts: a challenge on stdin, stdout and the real clock.
 *
 * <p>Three threads overlap. The reader takes lines from stdin; the event loop runs every handler
 * and timer and encodes what they send; the writer writes. Between them go batches, so a busy node
 * hands over many messages at once, while an idle one passes each on at once. Lines are decoded by
 * the reader while the event loop is busy, and else by the loop. A fourth thread, if the challenge
 * opens its storage, writes the journal and posts to the loop what has become of it.
 */
@NullMarked
package dev.glomers.node;

import org.jspecify.annotations.NullMarked;
