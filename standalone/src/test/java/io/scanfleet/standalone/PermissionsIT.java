package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.scanfleet.agent.ScanAgent;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.RealRabbitMq;
import io.scanfleet.testing.TestTree;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The permissions that docs/operations.md gives an agent's user: enough to work, and not enough to
 * be another agent.
 */
class PermissionsIT {

  private static final String USER = "nas-04";

  @Test
  void anAgentWorksAsItselfAndAsNobodyElse() throws Exception {
    RealRabbitMq rabbit = RealRabbitMq.shared();
    String admin = rabbit.newVirtualHost();
    URI uri = URI.create(admin);
    String host = uri.getPath().substring(1);
    rabbit.rabbitmqctl("add_user", USER, "secret");
    try (DeletingTree disk = DeletingTree.create();
        Fleet fleet = Fleet.on(admin)) {
      TestTree.in(disk.path()).file("show/a.txt", "a").file("show/b/c.txt", "c");
      rabbit.rabbitmqctl(
          "set_permissions",
          "-p",
          host,
          USER,
          "^scanfleet\\.(commands|progress|results|agents|batches|dead|commands\\.nas-04(\\.lock)?)$",
          "^scanfleet\\.(progress|results|agents|dead|commands\\.nas-04)$",
          "^scanfleet\\.(commands|commands\\.nas-04)$");
      for (String exchange : new String[] {Topology.PROGRESS, Topology.RESULTS}) {
        rabbit.rabbitmqctl("set_topic_permissions", "-p", host, USER, exchange, "^nas-04\\.", "^$");
      }
      rabbit.rabbitmqctl(
          "set_topic_permissions", "-p", host, USER, Topology.AGENTS, "^nas-04$", "^$");
      String own = "amqp://" + USER + ":secret@" + uri.getHost() + ":" + uri.getPort() + "/" + host;

      GatewayClient gateway = fleet.gateway();
      Program agent =
          Program.start(
              ScanAgent.class,
              "--broker",
              own,
              "--id",
              USER,
              "--port",
              "0",
              "--data",
              disk.path().resolve("data").toString(),
              disk.path().resolve("show").toString());
      gateway.awaitAgents(USER);
      String id = gateway.start(USER + "=" + disk.path().resolve("show"));
      assertThat(gateway.awaitEnd(id).path("filesProcessed").asLong()).isEqualTo(2);
      agent.kill();

      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(own);
      try (Connection connection = factory.newConnection()) {
        for (String exchange :
            new String[] {Topology.PROGRESS, Topology.RESULTS, Topology.AGENTS}) {
          Channel channel = connection.createChannel();
          channel.confirmSelect();
          assertThatThrownBy(
                  () -> {
                    channel.basicPublish(exchange, "nas-05.x", null, new byte[0]);
                    channel.waitForConfirmsOrDie(Duration.ofSeconds(10).toMillis());
                  })
              .as(exchange)
              .hasStackTraceContaining("ACCESS_REFUSED");
        }
      }
    } finally {
      rabbit.rabbitmqctl("delete_user", USER);
    }
  }
}
