package io.scanfleet.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/**
 * Apache Qpid Broker-J in this process: AMQP 0-9-1 on a free port of the loopback interface, with a
 * password that only this process knows, everything in memory. Closing it loses what is queued; the
 * standalone program sends again what was not finished.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EmbeddedBroker.class.getName());
  private static final String CONFIGURATION = "/embedded-broker.json";
  private static final String USER = "scanfleet";

  private final SystemLauncher launcher;
  private final String password;
  private final int port;

  private EmbeddedBroker(SystemLauncher launcher, String password, int port) {
    this.launcher = launcher;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts a broker.
   *
   * @param directory for files that it needs while it runs; created if missing
   * @throws IOException if it cannot be started
   */
  public static EmbeddedBroker start(Path directory) throws IOException {
    Files.createDirectories(directory);
    String password = UUID.randomUUID().toString();
    StartUp startUp = new StartUp();
    SystemLauncher launcher = new SystemLauncher(startUp);
    try {
      launcher.startup(
          Map.of(
              SystemConfig.TYPE,
              "Memory",
              SystemConfig.INITIAL_CONFIGURATION_LOCATION,
              configuration(directory),
              // Its default has an address that cannot be read from a jar within a jar.
              SystemConfig.INITIAL_SYSTEM_PROPERTIES_LOCATION,
              emptyProperties(directory),
              SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
              "false",
              SystemConfig.CONTEXT,
              Map.of("scanfleet.password", password, "qpid.work_dir", directory.toString())));
    } catch (Exception e) {
      launcher.shutdown();
      throw new IOException("the embedded broker does not start: " + e.getMessage(), e);
    }
    return new EmbeddedBroker(launcher, password, startUp.boundPort());
  }

  /** Where to connect. */
  public String uri() {
    return "amqp://" + USER + ":" + password + "@127.0.0.1:" + port;
  }

  @Override
  public void close() {
    launcher.shutdown();
  }

  private static String configuration(Path directory) throws IOException {
    Path file = directory.resolve("broker.json");
    try (InputStream resource = EmbeddedBroker.class.getResourceAsStream(CONFIGURATION)) {
      if (resource == null) {
        throw new IOException("missing in the jar: " + CONFIGURATION);
      }
      Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file.toUri().toString();
  }

  private static String emptyProperties(Path directory) throws IOException {
    Path file = directory.resolve("broker.properties");
    Files.write(file, new byte[0]);
    return file.toUri().toString();
  }

  /** Catches what the launcher would swallow. */
  private static final class StartUp extends DefaultSystemLauncherListener {

    private final AtomicReference<@Nullable SystemConfig<?>> system = new AtomicReference<>();
    private final AtomicReference<@Nullable RuntimeException> error = new AtomicReference<>();

    @Override
    public void onContainerResolve(SystemConfig<?> resolved) {
      system.set(resolved);
    }

    @Override
    public void errorOnStartup(RuntimeException e) {
      error.set(e);
    }

    /**
     * The broker closes itself when the process is told to end, while agent and gateway are still
     * talking to it. There is no setting against that, so its hook is taken out; should that fail,
     * the end is only noisier.
     */
    private static void closeOnlyWhenTold(Broker<?> broker) {
      try {
        Field hook = BrokerImpl.class.getDeclaredField("_shutdownHook");
        hook.setAccessible(true);
        if (hook.get(broker) instanceof Thread thread) {
          Runtime.getRuntime().removeShutdownHook(thread);
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "The broker will close on its own", e);
      }
    }

    int boundPort() throws IOException {
      SystemConfig<?> started = system.get();
      if (error.get() != null || started == null) {
        throw new IOException("the embedded broker does not start", error.get());
      }
      Broker<?> broker = (Broker<?>) started.getContainer();
      closeOnlyWhenTold(broker);
      for (Port<?> candidate : broker.getPorts()) {
        if (candidate.getBoundPort() > 0) {
          return candidate.getBoundPort();
        }
      }
      throw new IOException("the embedded broker has no port");
    }
  }
}
