package io.scanfleet.gateway.tree.importing;

/** What was sent is not an export, or not to its end. */
final class BrokenExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param fault what is wrong, as the end of a sentence
   * @param offset how many bytes come before it, after decompression
   * @param line from 1
   */
  BrokenExportException(String fault, long offset, long line) {
    super("At byte " + offset + ", in line " + line + ", " + fault + ".");
  }

  /** Something is wrong with the whole. */
  BrokenExportException(String sentence) {
    super(sentence);
  }
}
