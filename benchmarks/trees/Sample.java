import io.scanfleet.model.entry.EntryColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Remembers some directories of a tree, each with the same chance, while it is shown. */
final class Sample implements SyntheticTree.Visitor {

  private static final int SIZE = 2000;
  private static final int MOST_ENTRIES = 1000;

  /** A directory that is opened later; what the tables of rows know it by is its number. */
  record Place(String path, long number, int entries) {}

  private final SyntheticTree.Visitor next;
  private final SplittableRandom random = new SplittableRandom(11);
  private final List<Place> places = new ArrayList<>();
  private long seen;
  private long entryCount;

  Sample(SyntheticTree.Visitor next) {
    this.next = next;
  }

  @Override
  public void listing(SyntheticTree.Directory directory, EntryColumns entries) throws Exception {
    entryCount += entries.size();
    if (directory.parent != null && entries.size() <= MOST_ENTRIES) {
      seen++;
      if (places.size() < SIZE) {
        places.add(place(directory, entries));
      } else {
        long at = random.nextLong(seen);
        if (at < SIZE) {
          places.set((int) at, place(directory, entries));
        }
      }
    }
    next.listing(directory, entries);
  }

  private static Place place(SyntheticTree.Directory directory, EntryColumns entries) {
    return new Place(directory.path(), directory.number, entries.size());
  }

  @Override
  public void finished(SyntheticTree.Directory directory) throws Exception {
    next.finished(directory);
  }

  List<Place> places() {
    return List.copyOf(places);
  }

  /** Entries of all directories, also of those that were not sampled. */
  long entryCount() {
    return entryCount;
  }
}
