package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A private PostgreSQL cluster run from the Debian package: its own port on loopback, no Unix
 * socket, its own directory. It touches no cluster that may already run on the host.
 */
final class PostgresPackage {

  /** Where the newest version's programs are. */
  private static final Optional<Path> PROGRAMS = findPrograms();

  private static final String HOST = "127.0.0.1";
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private PostgresPackage() {}

  static boolean isInstalled() {
    return PROGRAMS.isPresent();
  }

  static PostgresServer start() {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce();
      } catch (IllegalStateException e) {
        // Somebody else may have taken the port meanwhile.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static PostgresServer startOnce() {
    Path directory = newDirectory();
    List<String> asWhom = asWhom(directory);
    String data = directory.resolve("data").toString();
    int port = FreePorts.find(1).getFirst();
    try {
      Commands.run(
          new ProcessBuilder(
                  command(
                      asWhom,
                      program("initdb"),
                      "--pgdata=" + data,
                      "--auth=trust",
                      "--username=" + PostgresServer.ADMINISTRATOR,
                      "--encoding=UTF8",
                      "--locale=C.UTF-8",
                      "--no-sync"))
              .directory(directory.toFile()));
    } catch (RuntimeException e) {
      DeletingTree.delete(directory);
      throw e;
    }
    Leash leash =
        Leash.start(
            directory,
            // Ends at once, but frees its shared memory, which it could not if it were killed.
            "QUIT",
            builder -> builder.environment().keySet().removeIf(name -> name.startsWith("PG")),
            command(
                asWhom,
                program("postgres"),
                "-D",
                data,
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=" + HOST,
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
                "-c",
                PostgresServer.CONNECTIONS));
    PostgresServer server =
        new PostgresServer("private cluster of " + PROGRAMS.orElseThrow(), HOST, port);
    try {
      awaitReady(server, leash);
      return server;
    } catch (RuntimeException e) {
      leash.close();
      throw e;
    }
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("scanfleet-postgres-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * PostgreSQL refuses to run as root. If we are, the package's own user gets the directory and
   * runs it.
   *
   * @return what to put before a command
   */
  private static List<String> asWhom(Path directory) {
    try {
      if (!Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"))) {
        return List.of();
      }
      Files.setOwner(
          directory,
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("postgres"));
      return List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(List<String> prefix, String... command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(List.of(command));
    return all;
  }

  private static void awaitReady(PostgresServer server, Leash leash) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(server)) {
      leash.requireRunning();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("PostgreSQL does not get ready:\n" + leash.output());
      }
      Pause.millis(50);
    }
  }

  private static boolean answers(PostgresServer server) {
    try (Connection connection =
        DriverManager.getConnection(server.jdbcUrl(PostgresServer.ADMINISTRATOR))) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String program(String name) {
    return PROGRAMS.orElseThrow().resolve(name).toString();
  }

  private static Optional<Path> findPrograms() {
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
}
