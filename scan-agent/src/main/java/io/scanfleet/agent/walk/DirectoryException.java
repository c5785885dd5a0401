package io.scanfleet.agent.walk;

/**
 * A directory cannot be opened or read. The message is the reason, for people: {@code Permission
 * denied}.
 */
public final class DirectoryException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean gone;

  /**
   * @param gone whether it is not there any more, or no directory any more: no error, the storage
   *     is in use
   */
  public DirectoryException(String reason, boolean gone) {
    super(reason, null, false, false);
    this.gone = gone;
  }

  public boolean isGone() {
    return gone;
  }

  /** The reason, for people. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
