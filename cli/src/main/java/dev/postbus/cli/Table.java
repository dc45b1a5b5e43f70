package dev.postbus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lines up cells. The last column is cut where the terminal ends. Not thread-safe. */
final class Table {

  private static final String GAP = "  ";

  private final List<String> headers;
  private final Set<Integer> numbers;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * Creates a table.
   *
   * @param numbers the columns that are flush right
   */
  Table(Set<Integer> numbers, String... headers) {
    this.headers = List.of(headers);
    this.numbers = Set.copyOf(numbers);
  }

  /** A text and how it is meant. */
  record Cell(String text, Tone tone) {

    static Cell of(Tone tone, String text) {
      return new Cell(Text.line(text), tone);
    }

    /** Counts are quiet while they are zero. */
    static Cell count(long value, Tone tone) {
      return new Cell(Text.number(value), value == 0 ? Tone.QUIET : tone);
    }
  }

  /** Adds a row of {@link Cell}s and texts. */
  void row(Object... cells) {
    List<Cell> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Cell made ? made : Cell.of(Tone.PLAIN, String.valueOf(cell)));
    }
    rows.add(row);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Returns the lines, headers first. */
  List<String> lines(int width, boolean colours) {
    List<List<Cell>> all = new ArrayList<>();
    all.add(headers.stream().map(header -> new Cell(header, Tone.QUIET)).toList());
    all.addAll(rows);
    int[] widths = new int[headers.size()];
    for (List<Cell> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
    }
    return all.stream().map(row -> line(row, widths, width, colours)).toList();
  }

  private String line(List<Cell> row, int[] widths, int width, boolean colours) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      boolean last = i == row.size() - 1;
      String text = last ? Text.cut(cell.text(), Math.max(10, width - used)) : cell.text();
      String padding = " ".repeat(Math.max(0, widths[i] - text.length()));
      String painted = colours ? cell.tone().paint(text) : text;
      line.append(numbers.contains(i) ? padding + painted : last ? painted : painted + padding);
      if (!last) {
        line.append(GAP);
        used += Math.max(widths[i], text.length()) + GAP.length();
      }
    }
    return line.toString().stripTrailing();
  }
}
