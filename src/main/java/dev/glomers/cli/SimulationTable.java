package dev.glomers.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** One line for each test, in columns. */
final class SimulationTable {
  private static final List<String> HEAD =
      List.of(
          "part",
          "verdict",
          "msgs/op servers",
          "all",
          "latency p50 ms",
          "max ms",
          "available",
          "faults");

  private SimulationTable() {}

  static void print(List<SimulationRow> rows, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>(List.of(HEAD));
    rows.forEach(row -> lines.add(row.cells()));
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        text.append(padded(line.get(column), width(lines, column))).append("  ");
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
