package io.scanfleet.standalone;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * An agent that scans nothing and says what a test wants it to say: for what a real one says too
 * seldom, too briefly or never. It keeps to the contract as an outsider would, in plain JSON.
 */
final class FakeAgent implements AutoCloseable {

  private static final AMQP.BasicProperties JSON =
      new AMQP.BasicProperties.Builder()
          .contentType("application/json")
          .headers(Map.of("scanfleet-version", 1))
          .build();

  private final String name;
  private final Connection connection;
  private final Channel channel;

  private FakeAgent(String name, Connection connection) throws IOException {
    this.name = name;
    this.connection = connection;
    this.channel = connection.createChannel();
  }

  /** Connects to a broker, and announces itself as allowed to scan everything. */
  static FakeAgent announced(String name, String brokerUri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(brokerUri);
    FakeAgent agent = new FakeAgent(name, factory.newConnection());
    String commands = "scanfleet.commands." + name;
    agent.channel.queueDeclare(commands, false, true, true, Map.of());
    agent.channel.queueBind(commands, "scanfleet.commands", name);
    agent.announce();
    return agent;
  }

  /** Says that it is there; a gateway that starts later has not heard of it before. */
  void announce() throws IOException {
    publish(
        "scanfleet.agents",
        name,
        """
        {"agent":"%s","version":"test","startedAt":1,"timestamp":1,"roots":["/"],"volumes":[],
         "activeTargets":0,"load":null,"leaving":false}
        """
            .formatted(name));
  }

  /**
   * Says how far the first target of a batch is.
   *
   * @param files found so far; also the message's number
   */
  void tick(String batch, long files, String currentFile) throws IOException {
    publish(
        "scanfleet.progress",
        name + "." + batch,
        """
        {"type":"progress","batch_id":"%s","status":"running","filesProcessed":%d,"totalFiles":null,
         "progressPercentage":null,"currentFile":"%s","timestamp":%.3f,"directoriesProcessed":1,
         "bytesProcessed":0,"errors":0,"filesPerSecond":1.0,"totalIsExact":false,"etaSeconds":null,
         "phase":"walking","sequence":%d,"target":0,"agent":"%s","attempt":1}
        """
            .formatted(batch, files, currentFile, System.currentTimeMillis() / 1e3, files, name));
  }

  /** Says that the first target of a batch is completed, with an empty tree. */
  void complete(String batch, long files) throws IOException {
    publish(
        "scanfleet.results",
        name + "." + batch,
        """
        {"batch_id":"%s","target":0,"agent":"%s","attempt":1,"status":"completed","pages":0,
         "totals":{"files":%d,"directories":0,"symlinks":0,"specials":0,"bytes":0,
         "allocatedBytes":0,"errors":0,"partial":false},
         "directoriesProcessed":1,"sequence":%d,"error":null,"timestamp":1}
        """
            .formatted(batch, name, files, files + 1));
  }

  private void publish(String exchange, String key, String body) throws IOException {
    channel.basicPublish(
        exchange, key, JSON, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException, TimeoutException {
    connection.close();
  }
}
