package io.scanfleet.gateway.intake;

import java.util.UUID;

/** Tells the queues of one gateway process from those of another; a new one for every start. */
record GatewayName(String value) {

  static GatewayName random() {
    return new GatewayName(UUID.randomUUID().toString().substring(0, 8));
  }
}
