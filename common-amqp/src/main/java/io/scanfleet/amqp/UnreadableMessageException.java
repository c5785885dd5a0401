package io.scanfleet.amqp;

/**
 * A message is not what the contract says. It belongs to the dead letters; the text is the reason.
 */
public final class UnreadableMessageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableMessageException(String reason) {
    super(reason);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
