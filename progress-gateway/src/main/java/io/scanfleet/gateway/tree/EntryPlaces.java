package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.gateway.tree.TreeOrder.Sort;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequencePattern;
import io.scanfleet.gateway.tree.sequence.Sequences;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory with their places in an order, as often as they are wanted: its
 * listings are read anew each time, one part in memory after the other. Image sequences stand in
 * the place of their frames, if that is asked for. For one thread.
 */
final class EntryPlaces {

  private static final int PLAIN = -1;

  /** Is shown what there is. */
  interface Visitor {

    /** Each entry as it is stored, also one that is not shown since it is a frame. */
    default void stored(EntryColumns entries, int i, @Nullable Finished below) {}

    /**
     * An entry that is shown.
     *
     * @param below if it is a directory, what it holds; null until it is finished
     */
    void entry(Place place, EntryColumns entries, int i, @Nullable Finished below);

    /** An image sequence in the place of its frames. */
    void sequence(Place place, Sequence sequence);
  }

  private final DirectoryRows rows;
  private final long targetKey;
  private final DirectoryKey key;
  private final DirectoryRows.Found found;
  private final Sort sort;
  private final @Nullable Sequences sequences;
  private final @Nullable SequencePattern only;

  /**
   * @param sequences those of the directory, if they stand for their frames
   * @param only the sequence whose frames alone are wanted; null for all entries
   */
  EntryPlaces(
      DirectoryRows rows,
      long targetKey,
      DirectoryKey key,
      DirectoryRows.Found found,
      Sort sort,
      @Nullable Sequences sequences,
      @Nullable SequencePattern only) {
    this.rows = rows;
    this.targetKey = targetKey;
    this.key = key;
    this.found = found;
    this.sort = sort;
    this.sequences = sequences;
    this.only = only;
  }

  /**
   * Shows all of it.
   *
   * @return whether any listing is stored
   */
  boolean visit(Visitor visitor) {
    return visit(visitor, true);
  }

  /** Shows the places only. */
  void each(Consumer<Place> consumer) {
    visit(
        new Visitor() {
          @Override
          public void entry(Place place, EntryColumns entries, int i, @Nullable Finished below) {
            consumer.accept(place);
          }

          @Override
          public void sequence(Place place, Sequence sequence) {
            consumer.accept(place);
          }
        },
        sort == Sort.SIZE || sort == Sort.FILES);
  }

  private boolean visit(Visitor visitor, boolean totals) {
    boolean listed =
        found.listings(part -> visit(part, totals ? finished(part) : Map.of(), visitor));
    if (sequences != null) {
      sequences.all().forEach(sequence -> visitor.sequence(place(sequence), sequence));
    }
    return listed;
  }

  private void visit(EntryColumns part, Map<DirectoryKey, Finished> below, Visitor visitor) {
    int[] places = sequences == null ? null : sequences.placesIn(part);
    for (int i = 0; i < part.size(); i++) {
      byte[] name = part.name(i);
      Finished finished =
          part.isDirectory(i) && !below.isEmpty() ? below.get(key.child(name)) : null;
      visitor.stored(part, i, finished);
      boolean frame = places != null && places[i] != PLAIN;
      if (!frame && (only == null || isFrame(only, part, i, name))) {
        visitor.entry(new Place(value(part, i, finished), name), part, i, finished);
      }
    }
  }

  private static boolean isFrame(
      SequencePattern pattern, EntryColumns entries, int i, byte[] name) {
    return entries.type(i) == EntryType.FILE && pattern.frameOf(name).isPresent();
  }

  private Map<DirectoryKey, Finished> finished(EntryColumns part) {
    List<DirectoryKey> keys = new ArrayList<>();
    for (int i = 0; i < part.size(); i++) {
      if (part.isDirectory(i)) {
        keys.add(key.child(part.name(i)));
      }
    }
    return keys.isEmpty() ? Map.of() : rows.finished(targetKey, keys);
  }

  private @Nullable Double value(EntryColumns entries, int i, @Nullable Finished below) {
    return switch (sort) {
      case NAME -> null;
      case SIZE -> asDouble(TreeEntry.bytes(entries, i, below));
      case FILES -> below == null ? null : Double.valueOf((double) below.totals().files());
      case MTIME -> TreeEntry.modified(entries, i);
    };
  }

  /** By the name of its first frame, which stays as frames are added. */
  private Place place(Sequence sequence) {
    Double value =
        switch (sort) {
          case NAME -> null;
          case SIZE -> Double.valueOf((double) sequence.bytes());
          case FILES -> Double.valueOf((double) sequence.frames());
          case MTIME -> sequence.newest();
        };
    return new Place(value, sequence.pattern().nameOf(sequence.first()));
  }

  private static @Nullable Double asDouble(@Nullable Long value) {
    return value == null ? null : Double.valueOf((double) (long) value);
  }
}
