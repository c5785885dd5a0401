package io.scanfleet.gateway.live.channel;

import org.springframework.web.socket.CloseStatus;

/** A client sent what RFC 6455, or this server, does not allow. */
final class ProtocolViolation extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient CloseStatus status;

  ProtocolViolation(CloseStatus status, String reason) {
    super(reason, null, false, false);
    this.status = status.withReason(reason);
  }

  /** What to close the connection with. */
  CloseStatus status() {
    return status;
  }
}
