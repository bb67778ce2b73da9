/**
 * Maelstrom's wire protocol: one JSON message a line.
 *
 * <p>A payload that the node only carries keeps its original bytes ({@link
 * dev.glomers.protocol.Json}), so it goes back to a client unchanged. A body that the node
 * understands is a record; its {@code type} is the record's name in snake case.
 *
 * @see <a href="https://github.com/jepsen-io/maelstrom/blob/main/doc/protocol.md">Maelstrom's
 *     protocol</a>
 */
@NullMarked
package dev.glomers.protocol;

import org.jspecify.annotations.NullMarked;
