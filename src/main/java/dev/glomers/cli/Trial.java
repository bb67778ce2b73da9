package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import java.util.List;

/**
 * A test of a part.
 *
 * @param name the part's name, and what is special about this test of it
 * @param test one of the part's official tests, perhaps changed by the user
 */
record Trial(Part part, String name, OfficialTest test) {
  private static final String SEPARATOR = ", ";

  /** A part with two tests has one without and one with faults. */
  static Trial of(Part part, OfficialTest official, OfficialTest test) {
    boolean first = part.tests().indexOf(official) == 0;
    String faults = test.nemesis().isEmpty() ? "none" : String.join(",", test.nemesis());
    String name = first ? part.name() : part.name() + SEPARATOR + faults;
    return new Trial(part, name, test);
  }

  /** The suffix of its files' names; not empty if the command has other tests too. */
  String suffix(boolean hasOthers) {
    return hasOthers || part.tests().size() > 1 ? "-" + name.replace(SEPARATOR, "-") : "";
  }

  /** The trial of this name, with the official test of the part. */
  static Trial named(String name) {
    Parts parts = Parts.find();
    boolean first = !name.contains(SEPARATOR);
    String part = first ? name : name.substring(0, name.indexOf(SEPARATOR));
    Mistake.unless(parts.names().contains(part), "no part " + part);
    List<OfficialTest> tests = parts.get(part).tests();
    return new Trial(parts.get(part), name, tests.get(first ? 0 : tests.size() - 1));
  }
}
