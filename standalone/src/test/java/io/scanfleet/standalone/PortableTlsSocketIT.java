package io.scanfleet.standalone;

class PortableTlsSocketIT extends SocketContract {
  PortableTlsSocketIT() {
    super("portable", true);
  }
}
