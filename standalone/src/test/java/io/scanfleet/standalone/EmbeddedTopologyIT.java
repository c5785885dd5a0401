package io.scanfleet.standalone;

/** The AMQP contract on the embedded broker. */
class EmbeddedTopologyIT extends TopologyContract {

  @Override
  Fleet newFleet() {
    return Fleet.onEmbeddedBroker();
  }
}
