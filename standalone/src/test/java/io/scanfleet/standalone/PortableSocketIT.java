package io.scanfleet.standalone;

class PortableSocketIT extends SocketContract {
  PortableSocketIT() {
    super("portable", false);
  }
}
