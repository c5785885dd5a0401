import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes the ticks of all batches from one thread, each batch at its pace, the batches spread
 * evenly over a period. One that is late is published at once; its time is when it was published.
 */
final class Ticker implements AutoCloseable {

  private final Feed feed;
  private final Published published;
  private final long least;
  private final long most;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile Exception failure;

  /**
   * @param leastNanos between two ticks of a batch
   * @param mostNanos between two ticks of a batch; above the least for jitter
   */
  Ticker(Feed feed, Published published, long leastNanos, long mostNanos) {
    this.feed = feed;
    this.published = published;
    this.least = leastNanos;
    this.most = mostNanos;
    thread = Thread.ofPlatform().name("ticker").daemon().start(this::run);
  }

  private void run() {
    SplittableRandom random = new SplittableRandom(42);
    long[] due = new long[published.batches()];
    long begin = System.nanoTime();
    for (int i = 0; i < due.length; i++) {
      due[i] = begin + least * i / due.length;
    }
    try {
      while (!stopping) {
        int batch = 0;
        for (int i = 1; i < due.length; i++) {
          batch = due[i] < due[batch] ? i : batch;
        }
        long wait = due[batch] - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
          continue;
        }
        publish(batch);
        due[batch] += most > least ? random.nextLong(least, most) : least;
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private void publish(int batch) throws IOException {
    publish(feed, published, batch);
  }

  /** One tick of one batch. */
  static void publish(Feed feed, Published published, int batch) throws IOException {
    int sequence = published.next(batch);
    feed.tick(published.ids[batch], sequence);
  }

  void requireWorking() {
    if (failure != null) {
      throw new BenchException("publishing failed: " + failure);
    }
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
