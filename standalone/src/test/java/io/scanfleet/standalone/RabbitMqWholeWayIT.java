package io.scanfleet.standalone;

/** The whole way on a real RabbitMQ. */
class RabbitMqWholeWayIT extends WholeWayContract {

  @Override
  Fleet newFleet() {
    return Fleet.onRabbitMq();
  }
}
