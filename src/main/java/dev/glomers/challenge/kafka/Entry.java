package dev.glomers.challenge.kafka;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;

/** A message and where it stands in its key's log. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Entry(long offset, Json msg) {}
