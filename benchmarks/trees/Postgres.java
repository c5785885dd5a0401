import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A private PostgreSQL of the Debian package: own port, own directory. As it comes, that is with
 * commits that survive a power cut, but that its log may grow before it is written out.
 */
final class Postgres implements AutoCloseable {

  static final String USER = "bench";

  final Proc process;
  private final int port;

  private Postgres(Proc process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where the newest version's programs are. */
  static Optional<Path> programs() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(versions, "[0-9]*")) {
      Stream<Path> all = StreamSupport.stream(found.spliterator(), false);
      return all.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .map(version -> version.resolve("bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Postgres start(Path work) throws Exception {
    Path programs = programs().orElseThrow();
    Path directory = Files.createDirectory(work.resolve("postgres"));
    List<String> asWhom = asWhom(work, directory);
    String data = directory.resolve("data").toString();
    List<String> said =
        Proc.output(
            command(
                asWhom,
                programs.resolve("initdb").toString(),
                "--pgdata=" + data,
                "--auth=trust",
                "--username=" + USER,
                "--encoding=UTF8",
                "--locale=C.UTF-8"));
    if (!Files.exists(directory.resolve("data/PG_VERSION"))) {
      throw new BenchException("initdb failed:\n" + String.join("\n", said));
    }
    int port = Ports.free();
    Proc process =
        Proc.start(
            "postgres",
            work,
            Proc.ANY_CORE,
            Map.of(),
            command(
                asWhom,
                programs.resolve("postgres").toString(),
                "-D",
                data,
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=" + Ports.HOST,
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_wal_size=4GB"));
    Postgres server = new Postgres(process, port);
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!server.answers()) {
      process.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new BenchException("PostgreSQL does not get ready:\n" + process.tail());
      }
      Thread.sleep(100);
    }
    return server;
  }

  /** PostgreSQL refuses to run as root: then the package's own user runs it. */
  private static List<String> asWhom(Path work, Path directory) throws IOException {
    if (!Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"))) {
      return List.of();
    }
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwx--x--x"));
    Files.setOwner(
        directory,
        directory
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName("postgres"));
    return List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--");
  }

  private static List<String> command(List<String> prefix, String... command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(List.of(command));
    return all;
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url("postgres"))) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  String plainUrl(String database) {
    return "jdbc:postgresql://" + Ports.HOST + ":" + port + "/" + database;
  }

  String url(String database) {
    return plainUrl(database) + "?user=" + USER;
  }

  @Override
  public void close() {
    process.close();
  }
}
