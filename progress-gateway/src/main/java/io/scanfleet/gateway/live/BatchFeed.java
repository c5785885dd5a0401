package io.scanfleet.gateway.live;

import io.scanfleet.gateway.batch.CurrentProgress.Moment;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.live.channel.Frame;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.message.ProgressMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one batch, and whoever wants to know of the next. Listeners are only told
 * that there is news; what they then fetch is always the newest, encoded once for all of them.
 * Thread-safe.
 */
final class BatchFeed {

  /** Told, by the thread that brought the news, that there is some. Must not wait. */
  interface Listener {
    void news(BatchFeed feed);
  }

  /**
   * One state of a batch with its encoded form, which is made when the first asks for it and serves
   * all.
   */
  static final class State {

    private final ProgressMessage message;
    private final Function<ProgressMessage, String> encoder;
    private final @Nullable Double saidAt;
    private volatile @Nullable Frame encoded;

    private State(
        ProgressMessage message,
        @Nullable Double saidAt,
        Function<ProgressMessage, String> encoder) {
      this.message = message;
      this.saidAt = saidAt;
      this.encoder = encoder;
    }

    ProgressMessage message() {
      return message;
    }

    /**
     * When an agent said what is newest in it, in Unix seconds; null if it is from the database.
     */
    @Nullable Double saidAt() {
      return saidAt;
    }

    boolean isFinal() {
      return message.status().isFinal();
    }

    Frame frame() {
      Frame made = encoded;
      if (made == null) {
        made = Frame.text(encoder.apply(message));
        encoded = made;
      }
      return made;
    }
  }

  private final InstantSource clock;
  private final Function<ProgressMessage, String> encoder;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final BatchState state;
  private final PollRounds polls;
  private volatile State newest;
  private volatile Moment moment;
  private volatile boolean deleted;

  BatchFeed(
      Scan scan, InstantSource clock, Function<ProgressMessage, String> encoder, Polls polls) {
    this.clock = clock;
    this.encoder = encoder;
    this.state = new BatchState(scan);
    this.newest = new State(state.message(now()), null, encoder);
    this.moment = new Moment(scan, newest.message());
    this.polls = new PollRounds(polls, newest.message().sequence(), newest.isFinal());
  }

  BatchId id() {
    return newest.message().batchId();
  }

  State newest() {
    return newest;
  }

  /** The newest state, with what the database says besides. */
  Moment moment() {
    return moment;
  }

  void take(ProgressMessage tick) {
    lock.lock();
    try {
      if (!state.take(tick, now())) {
        return;
      }
      swap(tick.timestamp());
    } finally {
      lock.unlock();
    }
    tell();
  }

  /** Takes what the database says now. */
  void take(Scan scan) {
    lock.lock();
    try {
      state.take(scan);
      boolean ends = state.isFinal() && !newest.isFinal();
      if (!ends && state.sequence() <= newest.message().sequence()) {
        if (!state.scan().equals(moment.scan())) {
          moment = new Moment(state.scan(), newest.message());
        }
        return;
      }
      swap(null);
    } finally {
      lock.unlock();
    }
    tell();
  }

  boolean isDeleted() {
    return deleted;
  }

  /** The batch was removed: nobody needs to wait any more. */
  void deleted() {
    deleted = true;
    tell();
  }

  void add(Listener listener) {
    listeners.add(listener);
  }

  void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** Waits for news for those who poll: newer than this sequence, the end, or the time's end. */
  void await(long since, Duration wait) throws InterruptedException {
    polls.await(since, wait);
  }

  private void swap(@Nullable Double saidAt) {
    newest = new State(state.message(now()), saidAt, encoder);
    moment = new Moment(state.scan(), newest.message());
  }

  private void tell() {
    for (Listener listener : listeners) {
      listener.news(this);
    }
    polls.news(newest.message().sequence(), deleted || newest.isFinal());
  }

  private double now() {
    return clock.millis() / (double) TimeUnit.SECONDS.toMillis(1);
  }
}
