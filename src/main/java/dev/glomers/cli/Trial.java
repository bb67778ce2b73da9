package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;

/**
 * A test of a part.
 *
 * @param name the part's, and what is special about this test of it
 * @param test one of the part's official tests, or what the user made of it
 */
record Trial(Part part, String name, OfficialTest test) {
  /** What the names of its files end with, if a command has other tests too. */
  String suffix(boolean hasOthers) {
    return hasOthers || part.tests().size() > 1 ? "-" + name.replace(", ", "-") : "";
  }

  /** A part with two tests has one without faults and one with them. */
  static Trial of(Part part, OfficialTest official, OfficialTest test) {
    boolean first = part.tests().indexOf(official) == 0;
    String faults = test.nemesis().isEmpty() ? "none" : String.join(",", test.nemesis());
    String name = first ? part.name() : part.name() + ", " + faults;
    return new Trial(part, name, test);
  }
}
