package io.scanfleet.gateway.tree.export;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The way to the client: knows whether it was the client who broke off, and can be cut, so that
 * what compressors write when they are closed does not make half a file look like a whole one.
 */
final class ClientStream extends OutputStream {

  private final OutputStream out;
  private boolean gone;
  private boolean cut;

  ClientStream(OutputStream out) {
    this.out = out;
  }

  /** Whether writing to the client has failed. */
  boolean isGone() {
    return gone;
  }

  /** From now on, what is written is lost. */
  void cut() {
    cut = true;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (cut) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      gone = true;
      throw e;
    }
  }

  /** The container decides when to send: half-full packets would be of no use to anybody. */
  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    if (cut) {
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      gone = true;
      throw e;
    }
  }
}
