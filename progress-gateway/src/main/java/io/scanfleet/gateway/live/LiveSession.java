package io.scanfleet.gateway.live;

import io.scanfleet.gateway.live.channel.Channel;
import io.scanfleet.gateway.live.channel.Frame;
import io.scanfleet.gateway.live.channel.FrameBatch;
import io.scanfleet.model.BatchId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One browser's socket: what it has subscribed to, and what it has to be told. Of progress it keeps
 * marks only; what is sent is the newest at the moment of sending. So a slow reader skips states,
 * holds up nobody and costs no memory, and since a batch's final state is its newest for ever, it
 * is never skipped. Answers (pong, error) wait in a short queue while the reader is slow.
 *
 * <p>Belongs to its {@link DeliveryLoop}, but for {@link #liveness()}.
 */
final class LiveSession {

  /** Where it stands in its loop. */
  enum Place {
    /** Nowhere: the next mark makes it ready. */
    IDLE,
    /** In the line of those that are written to next. */
    READY,
    /** Written to lately; marks gather until the tick is over. */
    RESTING
  }

  static final int MAX_SUBSCRIPTIONS = 1000;

  private static final int MAX_ANSWERS = 64;

  private final Channel channel;
  private final Liveness liveness;
  private final List<Subscription> subscriptions = new ArrayList<>(1);
  private @Nullable Queue<Frame> answers;
  private final Pace writes;
  private long interval = TickLength.SHORTEST.toNanos();
  private int marks;
  private int next;
  Place place = Place.IDLE;

  /** When its rest is over, in nanoseconds. */
  long restsUntil;

  /** Where it stands among all of its loop; -1 when it is gone. */
  int index = -1;

  /**
   * @param nanoTime a monotonic clock
   */
  LiveSession(Channel channel, LongSupplier nanoTime) {
    this.channel = channel;
    this.liveness = new Liveness(nanoTime, Liveness.somePingAfter());
    this.writes = new Pace(nanoTime.getAsLong());
  }

  Channel channel() {
    return channel;
  }

  /** Whether its connection is gone, and with it its place among the sessions. */
  boolean isGone() {
    return index < 0;
  }

  /** Whether somebody is there; thread-safe. */
  Liveness liveness() {
    return liveness;
  }

  @Nullable Subscription find(BatchId batch) {
    for (Subscription one : subscriptions) {
      if (one.topic.feed().id().equals(batch)) {
        return one;
      }
    }
    return null;
  }

  List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** Whether one more may be asked for; those of a follower of all do not count. */
  boolean mayChooseMore() {
    return subscriptions.size() < MAX_SUBSCRIPTIONS
        || subscriptions.stream().filter(one -> !one.followed).count() < MAX_SUBSCRIPTIONS;
  }

  void add(Subscription subscription) {
    subscriptions.add(subscription);
  }

  void remove(Subscription subscription) {
    if (subscriptions.remove(subscription) && subscription.isMarked()) {
      subscription.unmark();
      marks--;
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
    interval = Math.max(TickLength.SHORTEST.toNanos(), Math.round(nanos));
  }

  /**
   * Marks news of one of its subscriptions.
   *
   * @return false if it was marked already
   */
  boolean mark(Subscription subscription) {
    boolean fresh = subscription.mark();
    if (fresh) {
      marks++;
    }
    return fresh;
  }

  /**
   * It has had its turn.
   *
   * @return until when it rests; in the past if it need not
   */
  long rest(TickLength tick, long now) {
    long shortest = TickLength.SHORTEST.toNanos();
    writes.sent(now, shortest);
    long until = writes.next();
    if (tick.isStretched()) {
      until = Math.max(until, now + tick.nanos());
    }
    // What is left may have to wait for its own pace; news of something else need not.
    return hasMarks() ? Math.max(until, Math.min(earliestDue(), now + shortest)) : until;
  }

  private long earliestDue() {
    long earliest = Long.MAX_VALUE;
    for (Subscription one : subscriptions) {
      if (one.isMarked()) {
        long due = one.dueAt(one.topic.feed().newest());
        earliest = earliest == Long.MAX_VALUE || due - earliest < 0 ? due : earliest;
      }
    }
    return earliest;
  }

  boolean hasMarks() {
    return marks > 0;
  }

  /**
   * Puts into the batch what is due of its news, beginning behind what went out last, so that a
   * slow reader hears of all its batches in turn.
   */
  void collect(FrameBatch batch, List<Delivery> deliveries, long now) {
    int size = subscriptions.size();
    if (next >= size) {
      next = 0;
    }
    int left = marks;
    for (int n = 0; n < size && left > 0; n++) {
      Subscription one = subscriptions.get((next + n) % size);
      if (!one.isMarked()) {
        continue;
      }
      left--;
      BatchFeed.State state = one.topic.feed().newest();
      if (!one.isNews(state)) {
        one.unmark();
        marks--;
      } else if (one.dueAt(state) - now <= 0) {
        batch.add(state.frame());
        deliveries.add(new Delivery(one, state));
      }
    }
  }

  /** A state of a batch on its way to a session. */
  record Delivery(Subscription subscription, BatchFeed.State state) {}

  /** Was sent, or is on its way. */
  void sent(Delivery delivery, long now) {
    marks--;
    delivery.subscription().sent(delivery.state(), interval, now);
    next++;
  }

  /**
   * Keeps an answer for when there is room.
   *
   * @return false if too many are waiting: the client asks without reading
   */
  boolean keep(Frame answer) {
    Queue<Frame> waiting = answers;
    if (waiting == null) {
      waiting = new ArrayDeque<>();
      answers = waiting;
    }
    return waiting.size() < MAX_ANSWERS && waiting.add(answer);
  }

  boolean hasAnswers() {
    return answers != null;
  }

  /** Moves the answers that wait into the batch. */
  void takeAnswers(FrameBatch batch) {
    if (answers != null) {
      answers.forEach(batch::add);
      answers = null;
    }
  }
}
