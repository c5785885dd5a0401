package io.scanfleet.model.entry;

/** Bytes from another process are not what they should be. The message says in what way. */
public final class MalformedDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedDataException(String message) {
    super(message);
  }
}
