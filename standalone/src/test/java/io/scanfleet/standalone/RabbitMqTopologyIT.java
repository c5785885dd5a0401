package io.scanfleet.standalone;

/** The AMQP contract on a real RabbitMQ. */
class RabbitMqTopologyIT extends TopologyContract {

  @Override
  Fleet newFleet() {
    return Fleet.onRabbitMq();
  }
}
