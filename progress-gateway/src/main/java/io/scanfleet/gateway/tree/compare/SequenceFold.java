package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequenceCollector;
import io.scanfleet.gateway.tree.sequence.SequencePair;
import io.scanfleet.gateway.tree.sequence.Sequences;
import io.scanfleet.model.entry.EntryColumns;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes one entry of the frames of an image sequence: looks for the sequences of both directories
 * first, pairs them, and then takes their frames out of the stream of pairs. What is held is what a
 * {@link SequenceCollector} holds of either side. For one request.
 */
final class SequenceFold implements Consumer<EntryPair> {

  private final EntrySelection selection;
  private final Side older;
  private final Side newer;
  private final List<SequencePair> pairs;
  private final Tally[] tallies;

  /** What the frames of one sequence have come to. */
  static final class Tally {
    long added;
    long removed;
    long changed;
    long moved;
    long notKnown;
    long bytesGrown;
    long filesGrown;
    @Nullable Move from;
    @Nullable Move to;

    boolean any() {
      return added + removed + changed + moved + notKnown > 0;
    }
  }

  /** One of the two directories. */
  private static final class Side {
    private final Sequences sequences;
    private final IdentityHashMap<Sequence, Integer> pairs = new IdentityHashMap<>();
    private @Nullable EntryColumns lately;
    private int[] places = {};

    Side(Sequences sequences) {
      this.sequences = sequences;
    }

    void pair(@Nullable Sequence sequence, int pair) {
      if (sequence != null) {
        pairs.put(sequence, pair);
      }
    }

    int pairOf(EntryColumns entries, int i) {
      if (i == EntryPair.NONE) {
        return EntryPair.NONE;
      }
      if (entries != lately) {
        places = sequences.placesIn(entries);
        lately = entries;
      }
      return places[i] < 0
          ? EntryPair.NONE
          : pairs.getOrDefault(sequences.all().get(places[i]), EntryPair.NONE);
    }
  }

  SequenceFold(ComparedRows rows, Half older, Half newer, EntrySelection selection) {
    this.selection = selection;
    this.older = new Side(sequences(rows, older));
    this.newer = new Side(sequences(rows, newer));
    this.pairs = SequencePair.of(this.older.sequences.all(), this.newer.sequences.all());
    this.tallies = new Tally[pairs.size()];
    for (int pair = 0; pair < tallies.length; pair++) {
      tallies[pair] = new Tally();
      this.older.pair(pairs.get(pair).older(), pair);
      this.newer.pair(pairs.get(pair).newer(), pair);
    }
  }

  private static Sequences sequences(ComparedRows rows, Half half) {
    SequenceCollector collector = new SequenceCollector();
    half.each(rows, collector::add);
    return collector.finish();
  }

  @Override
  public void accept(EntryPair pair) {
    int now = newer.pairOf(pair.newer(), pair.j());
    int sequence = now != EntryPair.NONE ? now : older.pairOf(pair.older(), pair.i());
    if (sequence == EntryPair.NONE || pair.wasDirectory() || pair.isDirectory()) {
      selection.accept(pair);
    } else {
      selection.tally(pair, tallies[sequence]);
    }
  }

  /** Offers the sequences, when all pairs have been seen. */
  void finish() {
    for (int pair = 0; pair < tallies.length; pair++) {
      selection.accept(pairs.get(pair), tallies[pair]);
    }
  }
}
