/**
 * Maelstrom's services. Each handles one request at a time; they differ in which of their states a
 * request sees.
 *
 * @see <a
 *     href="https://github.com/jepsen-io/maelstrom/blob/main/src/maelstrom/service.clj">Maelstrom's
 *     source</a>
 */
@NullMarked
package dev.glomers.simulation.service;

import org.jspecify.annotations.NullMarked;
