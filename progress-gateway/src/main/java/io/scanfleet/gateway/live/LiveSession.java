package io.scanfleet.gateway.live;

import io.scanfleet.model.BatchId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One browser's socket: what it has subscribed to, and the thread that writes to it.
 *
 * <p>There is no queue of progress: a feed only leaves a mark that it has news, and the writer
 * sends the newest state when it comes to it. So a slow reader skips states, holds up nobody and
 * costs no memory; and since a batch's final state is its newest for ever, it is never skipped.
 * Between two messages about one batch lie at least 50 ms.
 *
 * <p>A subscription is registered first and marked at once, so that the current state is sent and
 * nothing falls between. Answers (pong, error) wait in a short queue; a client that has more than
 * that waiting is talking nonsense and is disconnected.
 *
 * <p>The writer is a virtual thread, the only one that writes.
 */
final class LiveSession implements BatchFeed.Listener {

  /** Where messages go. */
  interface Output {

    /** Sends a message; waits as long as the reader makes it. */
    void send(String text) throws IOException;

    /** Ends the connection because the client broke the rules. */
    void closeForPolicy(String reason);
  }

  static final int MAX_SUBSCRIPTIONS = 1000;

  /** A little more than 50 ms, so that a reader's clock measures no less. */
  private static final Duration PACE = Duration.ofMillis(55);

  private static final int MAX_ANSWERS = 64;

  private final Output output;
  private final LongSupplier nanoTime;
  private final Runnable onDelivery;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Map<BatchId, Subscription> subscriptions = new LinkedHashMap<>();
  private final Queue<String> answers = new ArrayDeque<>();
  private boolean closed;

  private static final class Subscription {

    private final BatchFeed feed;
    private boolean marked = true;
    private long notBefore;
    private long sentSequence = -1;

    Subscription(BatchFeed feed, long now) {
      this.feed = feed;
      this.notBefore = now;
    }
  }

  /**
   * @param nanoTime a monotonic clock
   * @param onDelivery told of every progress message sent
   */
  LiveSession(Output output, LongSupplier nanoTime, Runnable onDelivery) {
    this.output = output;
    this.nanoTime = nanoTime;
    this.onDelivery = onDelivery;
  }

  /**
   * Subscribes to a batch; its current state is the next message about it.
   *
   * @return false if there are too many subscriptions
   */
  boolean subscribe(BatchId batch, BatchFeed feed) {
    lock.lock();
    try {
      if (!subscriptions.containsKey(batch) && subscriptions.size() >= MAX_SUBSCRIPTIONS) {
        return false;
      }
      Subscription former = subscriptions.put(batch, new Subscription(feed, nanoTime.getAsLong()));
      if (former != null) {
        former.feed.remove(this);
      }
      feed.add(this);
      work.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void unsubscribe(BatchId batch) {
    lock.lock();
    try {
      Subscription former = subscriptions.remove(batch);
      if (former != null) {
        former.feed.remove(this);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends an answer to something the client said. */
  void answer(String text) {
    boolean tooMany;
    lock.lock();
    try {
      tooMany = answers.size() >= MAX_ANSWERS;
      if (!tooMany) {
        answers.add(text);
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    if (tooMany) {
      output.closeForPolicy("too many requests without reading the answers");
    }
  }

  @Override
  public void news(BatchFeed feed) {
    lock.lock();
    try {
      for (Subscription subscription : subscriptions.values()) {
        if (isOf(subscription, feed)) {
          subscription.marked = true;
          work.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // a feed is an identity, not a value
  private static boolean isOf(Subscription subscription, BatchFeed feed) {
    return subscription.feed == feed;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      subscriptions.values().forEach(subscription -> subscription.feed.remove(this));
      subscriptions.clear();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Writes until the session is closed or the connection breaks. */
  void write() throws IOException, InterruptedException {
    while (true) {
      String answer = null;
      BatchFeed.Frame frame = null;
      lock.lock();
      try {
        while (!closed) {
          answer = answers.poll();
          frame = answer == null ? takeDue() : null;
          if (answer != null || frame != null) {
            break;
          }
          long wait = nanosToNext();
          if (wait == Long.MAX_VALUE) {
            work.await();
          } else if (wait > 0) {
            var _ = work.awaitNanos(wait);
          }
        }
        if (closed) {
          return;
        }
      } finally {
        lock.unlock();
      }
      if (answer != null) {
        output.send(answer);
      } else if (frame != null) {
        output.send(frame.json());
        onDelivery.run();
        sent(frame);
      }
    }
  }

  /** The newest state of the batch that has waited longest of those that are marked and due. */
  private BatchFeed.@Nullable Frame takeDue() {
    long now = nanoTime.getAsLong();
    Subscription next = null;
    for (Subscription subscription : subscriptions.values()) {
      if (subscription.marked
          && subscription.notBefore - now <= 0
          && (next == null || subscription.notBefore - next.notBefore < 0)) {
        next = subscription;
      }
    }
    if (next == null) {
      return null;
    }
    next.marked = false;
    BatchFeed.Frame frame = next.feed.frame();
    if (frame.message().sequence() <= next.sentSequence && !frame.isFinal()) {
      return null;
    }
    next.sentSequence = frame.message().sequence();
    return frame;
  }

  private void sent(BatchFeed.Frame frame) {
    lock.lock();
    try {
      BatchId batch = frame.message().batchId();
      Subscription subscription = subscriptions.get(batch);
      if (subscription == null) {
        return;
      }
      subscription.notBefore = nanoTime.getAsLong() + PACE.toNanos();
      if (frame.isFinal()) {
        // Nothing will follow; the client need not unsubscribe.
        subscription.feed.remove(this);
        subscriptions.remove(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  private long nanosToNext() {
    long now = nanoTime.getAsLong();
    long wait = Long.MAX_VALUE;
    for (Subscription subscription : subscriptions.values()) {
      if (subscription.marked) {
        wait = Math.min(wait, Math.max(0, subscription.notBefore - now));
      }
    }
    return Math.min(wait, wait == Long.MAX_VALUE ? wait : TimeUnit.SECONDS.toNanos(1));
  }
}
