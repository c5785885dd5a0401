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
import org.springframework.web.socket.CloseStatus;

/**
 * One browser's socket: what it has subscribed to, and the thread that writes to it.
 *
 * <p>There is no queue of progress: a feed only leaves a mark that it has news, and the writer
 * sends the newest state when it comes to it. So a slow reader skips states, holds up nobody and
 * costs no memory; and since a batch's final state is its newest for ever, it is never skipped.
 * Between two messages about one batch lie at least 50 ms.
 *
 * <p>Who follows all batches is subscribed to each that begins; those subscriptions do not count
 * towards the limit. A client may ask for less than 20 messages a second and batch; its first and
 * its last of a batch wait for nothing but the 50 ms.
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

    /** Asks for a sign of life. */
    void ping() throws IOException;

    /** Ends the connection. */
    void close(CloseStatus status);
  }

  static final int MAX_SUBSCRIPTIONS = 1000;

  /** A little more than 50 ms, so that a reader's clock measures no less. */
  private static final Duration PACE = Duration.ofMillis(55);

  private static final int MAX_ANSWERS = 64;

  private final Output output;
  private final LongSupplier nanoTime;
  private final LiveMetrics metrics;
  private final Liveness liveness;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Map<BatchId, Subscription> subscriptions = new LinkedHashMap<>();
  private final Queue<String> answers = new ArrayDeque<>();
  private Duration pace = PACE;
  private boolean pingDue;
  private boolean closed;

  private static final class Subscription {

    private final BatchFeed feed;
    private final boolean followed;
    private boolean marked = true;
    private boolean greeted;
    private long notBefore;
    private long finalNotBefore;
    private long sentSequence = -1;

    Subscription(BatchFeed feed, boolean followed, long now) {
      this.feed = feed;
      this.followed = followed;
      this.notBefore = now;
      this.finalNotBefore = now;
    }

    long due() {
      return feed.frame().isFinal() ? finalNotBefore : notBefore;
    }
  }

  /**
   * @param nanoTime a monotonic clock
   */
  LiveSession(Output output, LongSupplier nanoTime, LiveMetrics metrics) {
    this.output = output;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
    this.liveness = new Liveness(nanoTime);
  }

  /**
   * Subscribes to a batch; its current state is the next message about it.
   *
   * @return false if there are too many subscriptions
   */
  boolean subscribe(BatchId batch, BatchFeed feed) {
    lock.lock();
    try {
      Subscription known = subscriptions.get(batch);
      if (!closed && (known == null || known.followed) && chosen() >= MAX_SUBSCRIPTIONS) {
        return false;
      }
      register(batch, feed, false);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Subscribes because all batches are followed; nothing if it is subscribed to already.
   *
   * @return false once the session is closed
   */
  boolean follow(BatchId batch, BatchFeed feed) {
    lock.lock();
    try {
      if (!subscriptions.containsKey(batch)) {
        register(batch, feed, true);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the subscriptions that were not asked for one by one. */
  void unfollow() {
    lock.lock();
    try {
      subscriptions
          .values()
          .removeIf(
              subscription -> {
                if (subscription.followed) {
                  subscription.feed.remove(this);
                }
                return subscription.followed;
              });
    } finally {
      lock.unlock();
    }
  }

  private long chosen() {
    return subscriptions.values().stream().filter(one -> !one.followed).count();
  }

  private void register(BatchId batch, BatchFeed feed, boolean followed) {
    if (closed) {
      return;
    }
    Subscription former =
        subscriptions.put(batch, new Subscription(feed, followed, nanoTime.getAsLong()));
    if (former != null) {
      former.feed.remove(this);
    }
    feed.add(this);
    work.signal();
  }

  int subscriptions() {
    lock.lock();
    try {
      return subscriptions.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wants at most so many messages a second about one batch.
   *
   * @param perSecond above 0; more than the 20 that there are at most changes nothing
   */
  void maxRate(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate is above 0: " + perSecond);
    }
    double nanos =
        Math.min((double) TimeUnit.HOURS.toNanos(1), TimeUnit.SECONDS.toNanos(1) / perSecond);
    lock.lock();
    try {
      pace = Duration.ofNanos(Math.max(PACE.toNanos(), Math.round(nanos)));
    } finally {
      lock.unlock();
    }
  }

  /** The client gave a sign of life. */
  void heard() {
    liveness.heard();
  }

  /** How it is at this moment; one that has been silent for a while is pinged. */
  Liveness.Verdict look() {
    Liveness.Verdict verdict = liveness.look();
    if (verdict == Liveness.Verdict.PING) {
      lock.lock();
      try {
        pingDue = true;
        work.signal();
      } finally {
        lock.unlock();
      }
    }
    return verdict;
  }

  /** Ends the connection. */
  void close(CloseStatus status) {
    output.close(status);
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
      output.close(
          CloseStatus.POLICY_VIOLATION.withReason("too many requests without reading the answers"));
    }
  }

  @Override
  public void news(BatchFeed feed) {
    lock.lock();
    try {
      BatchId batch = feed.frame().message().batchId();
      Subscription subscription = subscriptions.get(batch);
      if (subscription == null || !isOf(subscription, feed)) {
        return;
      }
      if (feed.isDeleted()) {
        subscriptions.remove(batch);
        feed.remove(this);
        return;
      }
      if (subscription.marked) {
        metrics.conflated();
      }
      subscription.marked = true;
      work.signal();
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
      boolean ping = false;
      lock.lock();
      try {
        while (!closed) {
          ping = pingDue;
          pingDue = false;
          answer = ping ? null : answers.poll();
          frame = ping || answer != null ? null : takeDue();
          if (ping || answer != null || frame != null) {
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
      liveness.writing();
      if (ping) {
        output.ping();
      } else if (answer != null) {
        output.send(answer);
      } else if (frame != null) {
        output.send(frame.json());
        sent(frame);
      }
      liveness.written();
    }
  }

  /** The newest state of the batch that has waited longest of those that are marked and due. */
  private BatchFeed.@Nullable Frame takeDue() {
    long now = nanoTime.getAsLong();
    Subscription next = null;
    for (Subscription subscription : subscriptions.values()) {
      if (subscription.marked
          && subscription.due() - now <= 0
          && (next == null || subscription.due() - next.due() < 0)) {
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
      metrics.sent(frame, subscription != null && subscription.greeted);
      if (subscription == null) {
        return;
      }
      subscription.greeted = true;
      long now = nanoTime.getAsLong();
      subscription.notBefore = now + pace.toNanos();
      subscription.finalNotBefore = now + PACE.toNanos();
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
        wait = Math.min(wait, Math.max(0, subscription.due() - now));
      }
    }
    return Math.min(wait, wait == Long.MAX_VALUE ? wait : TimeUnit.SECONDS.toNanos(1));
  }
}
