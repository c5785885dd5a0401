package io.scanfleet.testing;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;

/**
 * Where a real server comes from: a container if a Docker engine answers, else a package installed
 * on this host. One of them there must be: a test that wants a real server fails without, because a
 * skipped test looks like one that passed.
 */
final class ContainerOrPackage {

  private static final System.Logger LOG = System.getLogger(ContainerOrPackage.class.getName());

  private static final String UNIX_SOCKET = "unix://";

  /** Asked once, so that all servers of a JVM come from the same place. */
  private static final Lazy<Boolean> DOCKER = new Lazy<>(ContainerOrPackage::dockerAnswers);

  private ContainerOrPackage() {}

  /**
   * Starts a server.
   *
   * @param name what it is called in messages
   * @param container starts it in a container
   * @param installed whether the package is there
   * @param fromPackage starts it from the package
   */
  static <T> T start(
      String name, Supplier<T> container, boolean installed, Supplier<T> fromPackage) {
    return start(DOCKER.get(), name, container, installed, fromPackage);
  }

  static <T> T start(
      boolean docker,
      String name,
      Supplier<T> container,
      boolean installed,
      Supplier<T> fromPackage) {
    long start = System.nanoTime();
    T server = choose(docker, name, container, installed, fromPackage);
    long millis = (System.nanoTime() - start) / 1_000_000;
    LOG.log(Level.INFO, "{0} for tests is ready after {1} ms: {2}", name, millis, server);
    return server;
  }

  private static <T> T choose(
      boolean docker,
      String name,
      Supplier<T> container,
      boolean installed,
      Supplier<T> fromPackage) {
    if (docker) {
      try {
        return container.get();
      } catch (RuntimeException e) {
        // An engine alone is not enough: it may have neither the image nor a way to get it.
        if (!installed) {
          throw new IllegalStateException(
              "The Docker engine cannot start " + name + ", and it is not installed here.", e);
        }
        LOG.log(
            Level.WARNING, "{0} does not start in a container; using the package: {1}", name, e);
      }
    }
    if (!installed) {
      throw new IllegalStateException(
          "No Docker engine answers and "
              + name
              + " is not installed. Run ./scanfleet test, which brings what the tests need.");
    }
    return fromPackage.get();
  }

  private static boolean dockerAnswers() {
    // Who names an engine means that one; Testcontainers would go on and look for others.
    String named = System.getenv("DOCKER_HOST");
    if (named != null
        && named.startsWith(UNIX_SOCKET)
        && !Files.exists(Path.of(named.substring(UNIX_SOCKET.length())))) {
      return false;
    }
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the Docker engine is of no use to Testcontainers: " + e.getMessage());
      return false;
    }
  }
}
