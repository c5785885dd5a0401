package io.scanfleet.testing;

import java.util.List;

/** One running RabbitMQ, wherever it runs. */
interface RabbitMqNode {

  /** Name and password of its administrator. */
  String USER = "guest";

  String host();

  int port();

  /** Runs {@code rabbitmqctl} and returns what it printed; fails if it fails. */
  String ctl(List<String> arguments);
}
