package io.scanfleet.gateway.tree.export;

import io.scanfleet.gateway.tree.TreeVisitor;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes a tree in one format to a stream, in memory that does not grow with the number of files.
 * For one thread.
 */
interface ExportWriter extends TreeVisitor, Closeable {

  /** Before the first directory is entered. */
  void begin() throws IOException;

  /** After the first directory has been left: only now is the file whole. */
  void end() throws IOException;

  /** Frees what it holds; the stream stays open. Without {@link #end}, what it writes is lost. */
  @Override
  void close() throws IOException;
}
