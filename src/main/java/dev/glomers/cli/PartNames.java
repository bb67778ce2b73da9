package dev.glomers.cli;

import dev.glomers.part.Parts;
import java.util.Iterator;
import java.util.stream.Stream;

/** The completions of an argument that is a part or {@code all}. */
final class PartNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Stream.concat(Parts.find().names().stream(), Stream.of("all")).iterator();
  }
}
