package io.scanfleet.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real RabbitMQ for tests, one for all tests of a JVM, ended with it.
 *
 * <p>It comes from a container if a Docker engine answers, else from the Debian package. If neither
 * is there the test fails: what is promised about RabbitMQ is checked against RabbitMQ.
 *
 * <p>Tests that share it don't disturb one another if each works in a {@linkplain #newVirtualHost()
 * virtual host of its own}. {@link #stop()} and {@link #closeAllConnections} are felt in all of
 * them.
 */
public final class RealRabbitMq {

  private static final Lazy<RealRabbitMq> SHARED = new Lazy<>(RealRabbitMq::startShared);

  private final RabbitMqNode node;
  private final AtomicInteger virtualHosts = new AtomicInteger();

  private RealRabbitMq(RabbitMqNode node) {
    this.node = node;
  }

  /**
   * The one of this JVM, started when first asked for.
   *
   * @throws IllegalStateException if there is no RabbitMQ to be had
   */
  public static RealRabbitMq shared() {
    return SHARED.get();
  }

  private static RealRabbitMq startShared() {
    return new RealRabbitMq(
        ContainerOrPackage.<RabbitMqNode>start(
            "RabbitMQ",
            RabbitMqContainer::start,
            RabbitMqPackage.isInstalled(),
            RabbitMqPackage::start));
  }

  /** The address of the default virtual host, with name and password of an administrator. */
  public String uri() {
    return uri("/");
  }

  /** Makes an empty virtual host and returns its address. */
  public String newVirtualHost() {
    String name = "test-" + virtualHosts.incrementAndGet();
    rabbitmqctl("add_vhost", name);
    rabbitmqctl("set_permissions", "-p", name, RabbitMqNode.USER, ".*", ".*", ".*");
    return uri(name);
  }

  /** Loses the broker: it closes all connections and takes no more until {@link #start()}. */
  public void stop() {
    rabbitmqctl("stop_app");
  }

  /** Brings the broker back as it was: with what is durable, without what is not. */
  public void start() {
    rabbitmqctl("start_app");
    rabbitmqctl("await_startup");
  }

  /** Closes every connection once; clients may connect again at once. */
  public void closeAllConnections(String reason) {
    rabbitmqctl("close_all_connections", "--global", reason);
  }

  /**
   * Runs any {@code rabbitmqctl} command, for instance to add a user or to list queues.
   *
   * @return what it printed
   * @throws IllegalStateException if it failed
   */
  public String rabbitmqctl(String... arguments) {
    return node.ctl(List.of(arguments));
  }

  private String uri(String virtualHost) {
    return "amqp://%s:%s@%s:%d/%s"
        .formatted(
            RabbitMqNode.USER,
            RabbitMqNode.USER,
            node.host(),
            node.port(),
            URLEncoder.encode(virtualHost, StandardCharsets.UTF_8));
  }

  /** Which RabbitMQ it is. */
  @Override
  public String toString() {
    return node.toString();
  }
}
