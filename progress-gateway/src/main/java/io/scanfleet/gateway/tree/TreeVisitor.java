package io.scanfleet.gateway.tree;

import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Is shown a stored tree in the order of a depth-first walk. What it throws ends the walk. Entries
 * are valid during the call only.
 */
public interface TreeVisitor {

  /**
   * A directory is entered: the first, or one that lies in the directory entered last.
   *
   * @param entries where its attributes stand; null for the target's own directory, which nobody
   *     has listed
   * @param i which of them it is
   * @param totals what lies below it; null if it is not finished
   * @param error why it could not be read, or not to the end; null if it could
   */
  void enter(@Nullable EntryColumns entries, int i, @Nullable Totals totals, @Nullable String error)
      throws IOException;

  /** What lies in the directory entered last, and is no directory or one that was passed over. */
  void entry(EntryColumns entries, int i) throws IOException;

  /** The directory entered last is left: all below it has been shown. */
  void leave() throws IOException;
}
