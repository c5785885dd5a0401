package io.scanfleet.standalone;

/** The whole way on the embedded broker. */
class EmbeddedWholeWayIT extends WholeWayContract {

  @Override
  Fleet newFleet() {
    return Fleet.onEmbeddedBroker();
  }
}
