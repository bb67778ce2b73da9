package dev.glomers.challenge.kafka;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * How much of a node's journal somebody has.
 *
 * @param epoch the incarnation of the journal's owner that is meant
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Held(long epoch, long length) {}
