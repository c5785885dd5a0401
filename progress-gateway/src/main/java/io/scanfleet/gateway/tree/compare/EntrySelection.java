package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.ExactText;
import io.scanfleet.gateway.tree.TreeOrder;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.gateway.tree.compare.ComparedEntry.Deltas;
import io.scanfleet.gateway.tree.compare.ComparedEntry.Side;
import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequencePair;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the entries of one page from all pairs of a directory: the first {@code limit} after the
 * cursor. What has been chosen so far is all that is held. For one request.
 */
final class EntrySelection implements Consumer<EntryPair> {

  /**
   * What is wanted.
   *
   * @param after where to go on; null for the beginning
   * @param limit entries at most, from 1
   * @param unchanged whether entries that do not differ are wanted too
   * @param sequences whether the frames of an image sequence are one entry
   */
  record Query(
      TreeOrder order, @Nullable Place after, int limit, boolean unchanged, boolean sequences) {}

  /**
   * An entry that was chosen.
   *
   * @param from the move that brought it here; null if none did
   * @param to the move that took it away; null if none did
   */
  record Selected(Place place, ComparedEntry entry, @Nullable Move from, @Nullable Move to) {}

  private final Half older;
  private final Half newer;
  private final boolean olderWhole;
  private final boolean newerWhole;
  private final TreeDifferences differences;
  private final Query query;
  private final Comparator<Place> order;
  private final PriorityQueue<Selected> best;
  private long count;

  EntrySelection(Half older, Half newer, TreeDifferences differences, Query query) {
    this.older = older;
    this.newer = newer;
    this.olderWhole = older.isWhole();
    this.newerWhole = newer.isWhole();
    this.differences = differences;
    this.query = query;
    this.order = query.order().comparator();
    this.best = new PriorityQueue<>(Comparator.comparing(Selected::place, order.reversed()));
  }

  /** How many entries there are on all pages. */
  long count() {
    return count;
  }

  /** Those chosen, in order; one more than the limit if there is a next page. */
  List<Selected> inOrder() {
    List<Selected> sorted = new ArrayList<>(best);
    sorted.sort(Comparator.comparing(Selected::place, order));
    return sorted;
  }

  @Override
  public void accept(EntryPair pair) {
    EntryPair.Kind kind = pair.kind(olderWhole, newerWhole);
    byte[] name = pair.name();
    Finding finding = finding(kind, pair, name);
    offer(new Place(value(pair, finding), name), finding, place -> selected(place, pair, finding));
  }

  private Finding finding(EntryPair.Kind kind, EntryPair pair, byte[] name) {
    return switch (kind) {
      case SAME -> new Finding(Change.UNCHANGED, Deltas.NONE, false, false);
      case PASSED_OVER -> new Finding(Change.NOT_KNOWN, null, false, false);
      case NOT_KNOWN -> new Finding(Change.NOT_KNOWN, null, true, false);
      case FILE_CHANGED -> new Finding(Change.CHANGED, fileDeltas(pair), true, false);
      case ADDED, REMOVED, REPLACED -> alone(kind, pair, name);
      case DIRECTORIES -> directories(pair, name);
    };
  }

  /** Counts a frame of a sequence, which is no entry of its own. */
  void tally(EntryPair pair, SequenceFold.Tally tally) {
    byte[] name = pair.name();
    Finding finding = finding(pair.kind(olderWhole, newerWhole), pair, name);
    switch (finding.change()) {
      case ADDED -> tally.added++;
      case REMOVED -> tally.removed++;
      case MOVED -> {
        tally.moved++;
        tally.from = tally.from == null ? arrival(pair, name) : tally.from;
        tally.to = tally.to == null ? departure(pair, name) : tally.to;
      }
      case NOT_KNOWN -> tally.notKnown++;
      case UNCHANGED -> {}
      default -> tally.changed++;
    }
    Deltas deltas = finding.deltas();
    if (deltas != null) {
      tally.bytesGrown += deltas.bytes();
      tally.filesGrown += deltas.files();
    }
  }

  /** Takes a sequence whose frames have been counted. */
  void accept(SequencePair pair, SequenceFold.Tally tally) {
    Sequence before = pair.older();
    Sequence after = pair.newer();
    Finding finding =
        new Finding(
            change(before, after, tally),
            tally.notKnown > 0 ? null : new Deltas(tally.bytesGrown, tally.filesGrown),
            tally.any(),
            tally.notKnown > 0
                || (before != null && before.partial())
                || (after != null && after.partial()));
    Sequence shown = after != null ? after : Objects.requireNonNull(before);
    byte[] notation = shown.notation().toBytes();
    // No name has a zero byte, and no two sequences the same key.
    byte[] key = shown.pattern().toKey().getBytes(StandardCharsets.US_ASCII);
    byte[] unique = Arrays.copyOf(notation, notation.length + 1 + key.length);
    System.arraycopy(key, 0, unique, notation.length + 1, key.length);
    Double value =
        query.order().sort() == TreeOrder.Sort.MTIME ? shown.newest() : value(finding.deltas());
    offer(
        new Place(value, unique),
        finding,
        place -> sequence(place, notation, before, after, tally, finding));
  }

  private static Change change(
      @Nullable Sequence before, @Nullable Sequence after, SequenceFold.Tally tally) {
    if (!tally.any()) {
      return Change.UNCHANGED;
    }
    long frames =
        before != null && after != null
            ? Long.MAX_VALUE
            : Math.max(before == null ? 0 : before.frames(), after == null ? 0 : after.frames());
    if (tally.notKnown > 0 && tally.added + tally.removed + tally.changed + tally.moved == 0) {
      return Change.NOT_KNOWN;
    }
    return frames == tally.added
        ? Change.ADDED
        : frames == tally.removed
            ? Change.REMOVED
            : frames == tally.moved ? Change.MOVED : Change.CHANGED;
  }

  private static Selected sequence(
      Place place,
      byte[] notation,
      @Nullable Sequence before,
      @Nullable Sequence after,
      SequenceFold.Tally tally,
      Finding finding) {
    ExactText name = ExactText.of(notation);
    Sequence shown = after != null ? after : Objects.requireNonNull(before);
    return new Selected(
        place,
        new ComparedEntry(
            name.text(),
            name.bytes(),
            EntryType.FILE,
            finding.change(),
            before == null ? null : side(before),
            after == null ? null : side(after),
            finding.deltas(),
            mark(finding.partial()),
            new ComparedSequence(
                shown.pattern().toKey(),
                tally.added,
                tally.removed,
                tally.changed,
                tally.moved,
                tally.notKnown,
                before == null ? null : Long.valueOf(before.missing().count()),
                after == null ? null : Long.valueOf(after.missing().count())),
            null,
            null,
            null,
            null),
        tally.from,
        tally.to);
  }

  private static Side side(Sequence sequence) {
    return new Side(
        EntryType.FILE,
        sequence.bytes(),
        sequence.allocatedBytes(),
        sequence.frames(),
        null,
        sequence.newest(),
        null,
        null,
        null,
        mark(sequence.partial()),
        null);
  }

  private void offer(Place place, Finding finding, Function<Place, Selected> entry) {
    if (!finding.differs() && !query.unchanged()) {
      return;
    }
    count++;
    Place after = query.after();
    if (after != null && order.compare(place, after) <= 0) {
      return;
    }
    Selected last = best.peek();
    if (best.size() <= query.limit()) {
      best.add(entry.apply(place));
    } else if (last != null && order.compare(place, last.place()) < 0) {
      best.poll();
      best.add(entry.apply(place));
    }
  }

  /** What is said of a pair. */
  record Finding(Change change, @Nullable Deltas deltas, boolean differs, boolean partial) {

    /** Of two directories that were compared: where not all of them was, by their totals. */
    static Finding of(Differences below, @Nullable Row before, @Nullable Row after) {
      if (below.incomplete) {
        return byTotals(before, after);
      }
      Change change = Change.of(below);
      return new Finding(
          change,
          change == Change.NOT_KNOWN ? null : new Deltas(below.bytesGrown, below.filesGrown),
          change != Change.UNCHANGED,
          below.partial);
    }
  }

  private static @Nullable Deltas fileDeltas(EntryPair pair) {
    boolean known =
        pair.older().bytes(pair.i()) != EntryColumns.UNKNOWN_SIZE
            && pair.newer().bytes(pair.j()) != EntryColumns.UNKNOWN_SIZE;
    return known ? new Deltas(pair.growth(), 0) : null;
  }

  private Finding alone(EntryPair.Kind kind, EntryPair pair, byte[] name) {
    boolean moved = arrival(pair, name) != null || departure(pair, name) != null;
    Amount before = pair.i() == EntryPair.NONE ? Amount.NONE : pair.amountBefore();
    Amount after = pair.j() == EntryPair.NONE ? Amount.NONE : pair.amountAfter();
    boolean known =
        (!pair.wasDirectory() || pair.olderRow() != null)
            && (!pair.isDirectory() || pair.newerRow() != null);
    Amount delta = after.minus(before);
    Change change =
        switch (kind) {
          case ADDED -> moved ? Change.MOVED : Change.ADDED;
          case REMOVED -> moved ? Change.MOVED : Change.REMOVED;
          default -> Change.CHANGED;
        };
    return new Finding(
        change, known ? new Deltas(delta.bytes(), delta.files()) : null, true, !known);
  }

  private Finding directories(EntryPair pair, byte[] name) {
    Differences below = differences.below().get(newer.key().child(name));
    return below == null
        ? byTotals(pair.olderRow(), pair.newerRow())
        : Finding.of(below, pair.olderRow(), pair.newerRow());
  }

  /** For directories that nobody has looked below, since there are too many. */
  private static Finding byTotals(@Nullable Row before, @Nullable Row after) {
    if (before == null
        || after == null
        || before.totals().partial()
        || after.totals().partial()
        || before.error() != null
        || after.error() != null) {
      return new Finding(Change.NOT_KNOWN, null, true, true);
    }
    long bytes = after.totals().bytes() - before.totals().bytes();
    long files = after.totals().files() - before.totals().files();
    long directories = after.totals().directories() - before.totals().directories();
    boolean digests = before.digest() != null && after.digest() != null;
    if (bytes == 0 && files == 0 && directories == 0 && !digests) {
      return new Finding(Change.NOT_KNOWN, null, true, false);
    }
    return new Finding(
        bytes > 0 ? Change.GROWN : bytes < 0 ? Change.SHRUNK : Change.CHANGED,
        new Deltas(bytes, files),
        true,
        false);
  }

  private @Nullable Move arrival(EntryPair pair, byte[] name) {
    return pair.j() == EntryPair.NONE ? null : differences.moves().to(newer.key().child(name));
  }

  private @Nullable Move departure(EntryPair pair, byte[] name) {
    return pair.i() == EntryPair.NONE ? null : differences.moves().from(older.key().child(name));
  }

  private @Nullable Double value(EntryPair pair, Finding finding) {
    if (query.order().sort() != TreeOrder.Sort.MTIME) {
      return value(finding.deltas());
    }
    return pair.j() == EntryPair.NONE
        ? modified(pair.older(), pair.i())
        : modified(pair.newer(), pair.j());
  }

  private @Nullable Double value(@Nullable Deltas deltas) {
    return switch (query.order().sort()) {
      case SIZE -> deltas == null ? null : Double.valueOf((double) Math.abs(deltas.bytes()));
      case FILES -> deltas == null ? null : Double.valueOf((double) Math.abs(deltas.files()));
      default -> null;
    };
  }

  private Selected selected(Place place, EntryPair pair, Finding finding) {
    ExactText name = ExactText.of(place.name());
    Side before = pair.i() == EntryPair.NONE ? null : side(pair.older(), pair.i(), pair.olderRow());
    Side after = pair.j() == EntryPair.NONE ? null : side(pair.newer(), pair.j(), pair.newerRow());
    boolean partial =
        finding.partial()
            || (before != null && before.partial() != null)
            || (after != null && after.partial() != null);
    boolean maybeMoved = finding.change() == Change.MOVED || finding.change() == Change.CHANGED;
    return new Selected(
        place,
        new ComparedEntry(
            name.text(),
            name.bytes(),
            pair.j() == EntryPair.NONE ? pair.older().type(pair.i()) : pair.newer().type(pair.j()),
            finding.change(),
            before,
            after,
            finding.deltas(),
            mark(partial),
            null,
            null,
            null,
            null,
            null),
        maybeMoved ? arrival(pair, place.name()) : null,
        maybeMoved ? departure(pair, place.name()) : null);
  }

  private static Side side(EntryColumns entries, int i, @Nullable Row row) {
    boolean directory = entries.isDirectory(i);
    Totals totals = row == null ? null : row.totals();
    String error = entries.error(i);
    boolean entered = !entries.has(i, EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM);
    return new Side(
        entries.type(i),
        directory
            ? (totals == null ? null : Long.valueOf(totals.bytes()))
            : known(entries.bytes(i)),
        directory ? (totals == null ? null : totals.allocatedBytes()) : known(entries.allocated(i)),
        totals == null ? null : Long.valueOf(totals.files()),
        totals == null ? null : Long.valueOf(totals.directories()),
        modified(entries, i),
        mark(entries.has(i, EntryColumns.REPEATED_LINK)),
        mark(entries.has(i, EntryColumns.EXCLUDED)),
        mark(entries.has(i, EntryColumns.OTHER_FILE_SYSTEM)),
        mark(directory && entered && (totals == null || totals.partial())),
        error != null ? error : row == null ? null : row.error());
  }

  private static @Nullable Boolean mark(boolean applies) {
    return applies ? true : null;
  }

  private static @Nullable Long known(long size) {
    return size == EntryColumns.UNKNOWN_SIZE ? null : Long.valueOf(size);
  }

  private static @Nullable Double modified(EntryColumns entries, int i) {
    int nanos = entries.modifiedNanos(i);
    return nanos == EntryColumns.UNKNOWN_TIME
        ? null
        : Double.valueOf(entries.modifiedSeconds(i) + nanos / 1e9);
  }
}
