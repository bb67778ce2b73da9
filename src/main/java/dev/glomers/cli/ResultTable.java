package dev.glomers.cli;

import dev.glomers.part.Figures;
import dev.glomers.part.Figures.Bounded;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;

/** A line for each test: its verdict and figures, beside the limits and the goals. */
final class ResultTable {
  private static final String GAP = "  ";

  /**
   * One test.
   *
   * @param verdict in a word or two
   * @param passed whether the test passed
   * @param faults the effects of the faults, in words; empty if there were none
   */
  record Row(Trial trial, String verdict, boolean passed, Figures figures, String faults) {}

  private final List<Row> rows = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
  }

  /** Prints the table without its empty columns. */
  void print(PrintWriter out, Ansi ansi) {
    List<List<String>> columns = new ArrayList<>();
    column(columns, "part", cells(row -> row.trial().name()));
    column(columns, "verdict", cells(Row::verdict));
    for (Bounded figure : Bounded.values()) {
      column(columns, figure.toString(), cells(row -> Figures.text(figure.of(row.figures()))));
      column(columns, "limit", cells(row -> Figures.text(figure.of(row.trial().part().limit()))));
      column(columns, "goal", cells(row -> Figures.text(figure.of(row.trial().part().goal()))));
    }
    column(columns, "all msgs/op", cells(row -> Figures.text(row.figures().allMsgsPerOp())));
    column(columns, "available", cells(row -> availability(row.figures())));
    column(columns, "limit", cells(row -> row.trial().test().availability().orElse("")));
    column(columns, "faults", cells(Row::faults));

    List<Integer> widths = columns.stream().map(ResultTable::width).toList();
    for (int line = 0; line <= rows.size(); line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
        String cell = columns.get(i).get(line);
        String padding = " ".repeat(widths.get(i) - cell.length());
        boolean words = i < 2 || columns.get(i).get(0).equals("faults");
        String padded = words ? cell + padding : padding + cell;
        if (line == 0) {
          padded = "@|bold " + padded + "|@";
        } else if (i == 1) {
          padded = (rows.get(line - 1).passed() ? "@|green " : "@|bold,red ") + padded + "|@";
        }
        text.append(padded).append(GAP);
      }
      out.println(ansi.string(text.toString()).stripTrailing());
    }
    out.flush();
  }

  private List<String> cells(Function<Row, String> cell) {
    return rows.stream().map(cell).toList();
  }

  private static void column(List<List<String>> columns, String head, List<String> cells) {
    if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
      List<String> column = new ArrayList<>(List.of(head));
      column.addAll(cells);
      columns.add(column);
    }
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String availability(Figures figures) {
    return figures.availability().isPresent()
        ? "%.4f".formatted(figures.availability().getAsDouble())
        : "";
  }
}
