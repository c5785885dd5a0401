package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Container;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** RabbitMQ in a container. */
final class RabbitMqContainer implements RabbitMqNode {

  private static final String IMAGE = "rabbitmq:4-management";
  private static final int AMQP_PORT = 5672;

  private final RabbitMQContainer container;

  private RabbitMqContainer(RabbitMQContainer container) {
    this.container = container;
  }

  static RabbitMqContainer start() {
    RabbitMQContainer container =
        new RabbitMQContainer(IMAGE).withAdminUser(USER).withAdminPassword(USER);
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "end of " + IMAGE));
    return new RabbitMqContainer(container);
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return container.getMappedPort(AMQP_PORT);
  }

  @Override
  public String ctl(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("rabbitmqctl"));
    command.addAll(arguments);
    try {
      Container.ExecResult result = container.execInContainer(command.toArray(String[]::new));
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + result);
      }
      return result.getStdout();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for rabbitmqctl", e);
    }
  }

  @Override
  public String toString() {
    return "container " + IMAGE + " on port " + port();
  }
}
