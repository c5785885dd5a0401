package io.scanfleet.agent.walk;

import io.scanfleet.model.entry.EntryColumns;
import org.jspecify.annotations.Nullable;

/**
 * Learns what a walk finds. For every directory: one {@code enter}, any number of {@code entries},
 * and exactly one {@code leave}, also when it could not be opened and when the walk was cancelled.
 * A directory is entered after the entries that name it were shown, and may be left before those
 * that lie in it are.
 *
 * <p>Calls about one directory come one after the other, calls about different ones from several
 * threads at once.
 *
 * @param <D> what the visitor keeps for a directory
 */
public interface DirectoryVisitor<D> {

  /**
   * A directory will be read.
   *
   * @param parent what it lies in; null for the root
   * @param name its name; empty for the root
   */
  D enter(@Nullable D parent, byte[] name);

  /** Some of a directory's entries. The buffer is used again after the call. */
  void entries(D directory, EntryColumns entries);

  /** A directory has no more entries of its own to show. */
  void leave(D directory, Outcome outcome);

  /** How reading one directory ended. */
  sealed interface Outcome {

    /** All entries were shown. */
    record Complete() implements Outcome {}

    /** It could not be read, or not to the end. */
    record Unreadable(String reason) implements Outcome {}

    /** It was removed, or replaced by something else, between being found and being read. */
    record Gone() implements Outcome {}

    /** The walk was cancelled before it was read to the end. */
    record Cancelled() implements Outcome {}
  }
}
