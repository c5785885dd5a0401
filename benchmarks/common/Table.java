import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in plain text: the first column to the left, all others to the right. */
final class Table {

  private final List<String[]> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(headings);
  }

  /** A row; one that is shorter ends with a remark that may be long. */
  void row(String... cells) {
    rows.add(cells);
  }

  void print() {
    int columns = rows.getFirst().length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length && row.length == columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
      widths[0] = Math.max(widths[0], row[0].length());
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < row.length; i++) {
        String fill = " ".repeat(Math.max(0, widths[i] - row[i].length()));
        line.append(
            i == 0
                ? row[i] + fill
                : row.length == columns ? "   " + fill + row[i] : "   " + row[i]);
      }
      System.out.println(line.toString().stripTrailing());
    }
    System.out.println();
    System.out.flush();
  }

  /** Everything on one line, separated by spaces. */
  static String cell(Object... parts) {
    return String.join(" ", Arrays.stream(parts).map(String::valueOf).toList());
  }
}
