package io.scanfleet.standalone;

class TomcatTlsSocketIT extends SocketContract {
  TomcatTlsSocketIT() {
    super("tomcat", true);
  }
}
