import io.scanfleet.model.entry.EntryColumns;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;

/**
 * The plain alternative, in a process of its own: one row for each file, in the same database, by
 * plain JDBC, with the settings that the gateway gives SQLite. What making up the tree takes is
 * measured before, by itself, and left out.
 *
 * <p>Prints a line for each thing it has measured: a name, then numbers.
 */
final class Rows {

  private static final int TREE = 1;
  private static final int LATER_TREE = 2;

  private final String url;
  private final Shape shape;
  private final long files;
  private final ProcessHandle server;
  private final boolean isPostgres;

  private Rows(String url, Shape shape, long files, long serverPid) {
    this.url = url;
    this.shape = shape;
    this.files = files;
    server = serverPid == 0 ? null : ProcessHandle.of(serverPid).orElseThrow();
    isPostgres = url.startsWith("jdbc:postgresql:");
  }

  /** Database, shape, files, the database server's process or 0, and what to do. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Rows rows =
        new Rows(
            arguments[0],
            Shape.of(arguments[1]),
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]));
    for (String what : Arrays.asList(arguments).subList(4, arguments.length)) {
      rows.run(what);
    }
  }

  private void run(String what) throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      RowReader reader = new RowReader(connection, isPostgres, this::cpuSeconds);
      switch (what) {
        case "write" -> {
          RowWriter.createTables(connection, isPostgres);
          write(connection);
          try (Statement statement = connection.createStatement()) {
            statement.execute("analyze");
          }
        }
        case "open" -> {
          Sample sample = new Sample(new Nothing());
          new SyntheticTree(shape, files, false).show(sample);
          reader.open(TREE, sample.places());
        }
        case "search" -> {
          reader.search("few", TREE, shape.rare);
          reader.search("none", TREE, Search.NOWHERE);
        }
        case "export" -> reader.export(TREE);
        case "compare" -> {
          show(connection, LATER_TREE);
          reader.compare(TREE, LATER_TREE);
        }
        default -> throw new BenchException("no such work: " + what);
      }
    }
  }

  /** User and system time of this program and the server, so far. */
  private double cpuSeconds() {
    return Proc.ownCpuSeconds() + (server == null ? 0 : Proc.cpuSeconds(server));
  }

  private void write(Connection connection) throws Exception {
    SyntheticTree tree = new SyntheticTree(shape, files, false);
    tree.show(new Nothing()); // warms up
    double cpu = -cpuSeconds();
    long begin = System.nanoTime();
    tree.show(new Nothing());
    double seconds = -(System.nanoTime() - begin) / 1e9;
    cpu = -(cpu + cpuSeconds());
    cpu -= cpuSeconds();
    begin = System.nanoTime();
    show(connection, TREE);
    seconds += (System.nanoTime() - begin) / 1e9;
    cpu += cpuSeconds();
    System.out.printf("write %.3f %.2f%n", seconds, cpu);
  }

  private void show(Connection connection, int target) throws Exception {
    connection.setAutoCommit(false);
    RowWriter writer = RowWriter.of(connection, isPostgres, target);
    new SyntheticTree(shape, files, target == LATER_TREE).show(writer);
    writer.commit();
    connection.setAutoCommit(true);
  }

  /** Looks at a tree and does nothing. */
  private static final class Nothing implements SyntheticTree.Visitor {

    @Override
    public void listing(SyntheticTree.Directory directory, EntryColumns entries) {}

    @Override
    public void finished(SyntheticTree.Directory directory) {}
  }
}
