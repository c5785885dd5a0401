import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When each sequence of each batch was published, by this program's clock. Written by the thread
 * that publishes, before it does; read by the one that receives.
 */
final class Published {

  /** The sequence of the first tick; what is below is of states of the target. */
  static final int FIRST = 10;

  final String[] ids;
  private final AtomicLongArray[] times;
  private final AtomicIntegerArray newest;

  Published(String[] ids, int most) {
    this.ids = ids;
    times = new AtomicLongArray[ids.length];
    newest = new AtomicIntegerArray(ids.length);
    for (int i = 0; i < ids.length; i++) {
      times[i] = new AtomicLongArray(FIRST + most + 16);
      newest.set(i, FIRST - 1);
    }
  }

  int batches() {
    return ids.length;
  }

  /** Takes the next sequence of a batch; it counts as published now. */
  int next(int batch) {
    int sequence = newest.get(batch) + 1;
    if (sequence >= times[batch].length()) {
      throw new BenchException("more ticks than were planned for");
    }
    times[batch].set(sequence, System.nanoTime());
    newest.set(batch, sequence);
    return sequence;
  }

  int newest(int batch) {
    return newest.get(batch);
  }

  /** In nanoseconds; 0 for what is no tick. */
  long time(int batch, int sequence) {
    return times[batch].get(sequence);
  }
}
