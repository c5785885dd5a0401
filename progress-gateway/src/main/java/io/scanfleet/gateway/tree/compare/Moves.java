package io.scanfleet.gateway.tree.compare;

import io.scanfleet.model.DirectoryKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What moved between two trees, found by where it lay and by where it lies. Filled by one thread,
 * then read by many.
 */
final class Moves {

  private final Map<DirectoryKey, Move> byOlder = new HashMap<>();
  private final Map<DirectoryKey, Move> byNewer = new HashMap<>();

  /** How much of an added directory arrived from elsewhere, and of a removed one went elsewhere. */
  private final Map<DirectoryKey, Amount> arrivedIn = new HashMap<>();

  private final Map<DirectoryKey, Amount> leftFrom = new HashMap<>();

  /** Whether all were looked for. */
  boolean complete = true;

  /** None, since nobody looked. */
  static Moves notLookedFor() {
    Moves moves = new Moves();
    moves.complete = false;
    return moves;
  }

  void add(Move move) {
    byOlder.put(move.older().key(), move);
    byNewer.put(move.newer().key(), move);
  }

  void arrivedIn(DirectoryKey addedDirectory, Amount amount) {
    arrivedIn.merge(addedDirectory, amount, Amount::plus);
  }

  void leftFrom(DirectoryKey removedDirectory, Amount amount) {
    leftFrom.merge(removedDirectory, amount, Amount::plus);
  }

  /** What moved away from a place of the older tree. */
  @Nullable Move from(DirectoryKey older) {
    return byOlder.get(older);
  }

  /** What moved to a place of the newer tree. */
  @Nullable Move to(DirectoryKey newer) {
    return byNewer.get(newer);
  }

  /** How much of what lies in an added directory arrived from elsewhere. */
  Amount arrivedIn(DirectoryKey addedDirectory) {
    return arrivedIn.getOrDefault(addedDirectory, Amount.NONE);
  }

  /** How much of what lay in a removed directory is elsewhere. */
  Amount leftFrom(DirectoryKey removedDirectory) {
    return leftFrom.getOrDefault(removedDirectory, Amount.NONE);
  }

  /** How many there are. */
  int size() {
    return byNewer.size();
  }
}
