package io.scanfleet.gateway.live;

import io.scanfleet.gateway.live.channel.Frame;
import io.scanfleet.gateway.live.channel.FrameBatch;
import io.scanfleet.model.BatchId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * The one thread that writes to a share of all sessions. What fan-out costs is the kernel's send,
 * so what counts is how few sends keep everyone current; and the thread that decides what to send
 * must be the one that sends it, or what it decided is old when it goes out.
 *
 * <p>News only leaves marks. A session with a mark that has not been written to for a tick is
 * written to at once; then it rests for one tick, while marks gather, and is written to again with
 * all its news in one write, or falls idle. All rest equally long, so they stand in one line whose
 * head is always the next: no timers. A final state does not wait for the end of a rest. What a
 * client has no room for stays marked; it is gone on with when there is room. Nothing here grows
 * with time: a session is in each line at most once.
 *
 * <p>When the thread is busy for most of its time, {@link TickLength} makes the rests longer. The
 * lines make it fair even before: whoever was written to goes to the end.
 *
 * <p>Everything reaches the loop through {@link #execute}, which any thread may call; all other
 * methods belong to the loop's thread.
 */
final class DeliveryLoop implements Runnable {

  private static final System.Logger LOG = System.getLogger(DeliveryLoop.class.getName());

  /** Writes until the inbox is looked at again: some hundred microseconds. */
  private static final int WRITES_IN_A_ROW = 32;

  /**
   * How late a write may be without putting off the next. News that comes every 50 ms, now and then
   * a little late, would otherwise wait longer and longer, up to 50 ms: a delay could never be made
   * up for. (The generic cell rate algorithm, with this as its tolerance.)
   */
  private static final long FORGIVEN = Duration.ofMillis(20).toNanos();

  private static final long LOOK = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final Supplier<Collection<BatchFeed>> running;
  private final DeliveryTally tally;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final List<LiveSession> sessions = new ArrayList<>();
  private final Set<LiveSession> followers = new LinkedHashSet<>();
  private final IdentityHashMap<BatchFeed, Topic> topics = new IdentityHashMap<>();
  private final Queue<LiveSession> ready = new ArrayDeque<>();
  private final Queue<LiveSession> resting = new ArrayDeque<>();
  private final Queue<Subscription> hurried = new ArrayDeque<>();
  private final Queue<Subscription> hurriedSoon = new ArrayDeque<>();
  private final FrameBatch batch = new FrameBatch();
  private final List<LiveSession.Delivery> deliveries = new ArrayList<>();
  private final TickLength tick;
  private long lookedAt;
  private volatile int sessionCount;
  private final AtomicInteger subscriptionCount = new AtomicInteger();
  private volatile long tickNanos;
  private volatile boolean stopped;
  private volatile @Nullable Thread thread;

  /**
   * @param nanoTime a monotonic clock
   * @param running the batches that run at the moment it is asked
   */
  DeliveryLoop(
      LongSupplier nanoTime, Supplier<Collection<BatchFeed>> running, DeliveryTally tally) {
    this.nanoTime = nanoTime;
    this.running = running;
    this.tally = tally;
    long now = nanoTime.getAsLong();
    this.tick = new TickLength(now);
    this.tickNanos = tick.nanos();
    this.lookedAt = now;
  }

  /** Has something done by the loop. Thread-safe. */
  void execute(Runnable work) {
    inbox.add(work);
    LockSupport.unpark(thread);
  }

  int sessionCount() {
    return sessionCount;
  }

  int subscriptionCount() {
    return subscriptionCount.get();
  }

  Duration tick() {
    return Duration.ofNanos(tickNanos);
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (!stopped) {
      long wait = step();
      if (wait > 0 && inbox.isEmpty()) {
        LockSupport.parkNanos(this, wait);
      }
    }
  }

  /**
   * Does what is to be done now, but not for long.
   *
   * @return nanoseconds until there is more to do, unless something is executed before
   */
  long step() {
    long begun = nanoTime.getAsLong();
    for (Runnable work = inbox.poll(); work != null; work = inbox.poll()) {
      guarded(work);
    }
    long now = nanoTime.getAsLong();
    endRests(now);
    endHurriedRests(now);
    if (now - lookedAt >= LOOK) {
      lookedAt = now;
      look();
    }
    int writes = 0;
    while (writes < WRITES_IN_A_ROW) {
      if (!deliverNext()) {
        break;
      }
      writes++;
    }
    long ended = nanoTime.getAsLong();
    if (tick.worked(ended - begun, ended)) {
      tickChanged();
    }
    tally.tell();
    return writes == WRITES_IN_A_ROW ? 0 : nanosToNext(ended);
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The delivery goes on after an unexpected error", e);
    }
  }

  private void endRests(long now) {
    for (LiveSession head = resting.peek();
        head != null && head.restsUntil - now <= 0;
        head = resting.peek()) {
      resting.remove();
      head.place = LiveSession.Place.IDLE;
      wake(head);
    }
  }

  private void endHurriedRests(long now) {
    for (Subscription head = hurriedSoon.peek();
        head != null && head.hurryAt - now <= 0;
        head = hurriedSoon.peek()) {
      hurried.add(hurriedSoon.remove());
    }
  }

  private long nanosToNext(long now) {
    long wait = lookedAt + LOOK - now;
    LiveSession rested = resting.peek();
    if (rested != null) {
      wait = Math.min(wait, rested.restsUntil - now);
    }
    Subscription hurry = hurriedSoon.peek();
    if (hurry != null) {
      wait = Math.min(wait, hurry.hurryAt - now);
    }
    return Math.max(0, wait);
  }

  // --- sessions ---------------------------------------------------------------------------------

  void add(LiveSession session) {
    session.index = sessions.size();
    sessions.add(session);
    sessionCount = sessions.size();
  }

  /** The connection is gone. */
  void remove(LiveSession session) {
    if (session.index < 0) {
      return;
    }
    LiveSession last = sessions.removeLast();
    if (last.index != session.index) {
      sessions.set(session.index, last);
      last.index = session.index;
    }
    session.index = -1;
    sessionCount = sessions.size();
    followers.remove(session);
    List.copyOf(session.subscriptions()).forEach(this::end);
  }

  List<LiveSession> sessions() {
    return List.copyOf(sessions);
  }

  /** Takes leave of a session, for a reason of this side. */
  void close(LiveSession session, CloseStatus status) {
    session.liveness().leaving();
    session.channel().close(status);
  }

  /** There is room for more. */
  void resume(LiveSession session) {
    try {
      session.channel().resume();
      if (!session.channel().isBusy()) {
        session.liveness().written();
        sendAnswers(session);
        wake(session);
      }
    } catch (IOException | RuntimeException e) {
      session.channel().abort();
    }
  }

  /** Sends an answer to something the client said. */
  void answer(LiveSession session, Frame answer) {
    if (!session.keep(answer)) {
      close(
          session,
          CloseStatus.POLICY_VIOLATION.withReason("too many requests without reading the answers"));
      return;
    }
    try {
      sendAnswers(session);
    } catch (IOException | RuntimeException e) {
      session.channel().abort();
    }
  }

  private void sendAnswers(LiveSession session) throws IOException {
    if (!session.hasAnswers() || session.channel().isBusy()) {
      return;
    }
    batch.clear();
    session.takeAnswers(batch);
    int taken = session.channel().offer(batch);
    for (int i = taken; i < batch.size(); i++) {
      session.keep(batch.get(i));
    }
    noteBusy(session);
  }

  private static void noteBusy(LiveSession session) {
    if (session.channel().isBusy()) {
      session.liveness().writing();
    } else {
      session.liveness().written();
    }
  }

  private void look() {
    for (LiveSession session : List.copyOf(sessions)) {
      switch (session.liveness().look()) {
        case WELL -> {}
        case PING -> answer(session, Frame.ping());
        case STALLED -> {
          tally.stalled();
          close(
              session, CloseStatus.SERVICE_OVERLOAD.withReason("the messages are not being read"));
        }
        case SILENT -> close(session, CloseStatus.GOING_AWAY.withReason("no answer to a ping"));
        case OVERDUE -> session.channel().abort();
      }
    }
  }

  // --- subscriptions ----------------------------------------------------------------------------

  /**
   * Subscribes to a batch; its current state is the next message about it.
   *
   * @return false if there are too many subscriptions
   */
  boolean subscribe(LiveSession session, BatchFeed feed) {
    if (session.index < 0) {
      return true;
    }
    Subscription known = session.find(feed.id());
    if ((known == null || known.followed) && !session.mayChooseMore()) {
      return false;
    }
    if (known != null) {
      end(known);
    }
    register(session, feed, false);
    return true;
  }

  void unsubscribe(LiveSession session, BatchId batch) {
    Subscription known = session.find(batch);
    if (known != null) {
      end(known);
    }
  }

  /** Subscribes to every batch that runs or will. */
  void followAll(LiveSession session) {
    if (session.index >= 0 && followers.add(session)) {
      running.get().forEach(feed -> follow(session, feed));
    }
  }

  /** Ends the subscriptions that were not asked for one by one. */
  void unfollowAll(LiveSession session) {
    followers.remove(session);
    List.copyOf(session.subscriptions()).stream().filter(one -> one.followed).forEach(this::end);
  }

  /** A batch has begun. */
  void began(BatchFeed feed) {
    followers.forEach(session -> follow(session, feed));
  }

  private void follow(LiveSession session, BatchFeed feed) {
    if (session.find(feed.id()) == null) {
      register(session, feed, true);
    }
  }

  /** Registered first, marked then: nothing falls between. */
  private void register(LiveSession session, BatchFeed feed, boolean followed) {
    Topic topic = topics.computeIfAbsent(feed, this::newTopic);
    Subscription subscription = new Subscription(session, topic, followed);
    topic.add(subscription);
    session.add(subscription);
    subscriptionCount.incrementAndGet();
    mark(subscription, false);
  }

  private Topic newTopic(BatchFeed feed) {
    Topic topic = new Topic(feed, this);
    feed.add(topic);
    return topic;
  }

  /** Ends a subscription. */
  void end(Subscription subscription) {
    Topic topic = subscription.topic;
    if (subscription.place < 0) {
      return;
    }
    topic.remove(subscription);
    subscription.session.remove(subscription);
    subscriptionCount.decrementAndGet();
    if (topic.isEmpty()) {
      topic.feed().remove(topic);
      topics.remove(topic.feed());
    }
  }

  // --- news -------------------------------------------------------------------------------------

  /**
   * There is news for a subscription.
   *
   * @param hurry whether it does not wait for the end of a rest
   */
  void mark(Subscription subscription, boolean hurry) {
    LiveSession session = subscription.session;
    if (!session.mark(subscription)) {
      tally.conflated();
    }
    if (hurry && session.place == LiveSession.Place.RESTING) {
      subscription.hurryAt = nanoTime.getAsLong() + TickLength.SHORTEST.toNanos();
      hurried.add(subscription);
      hurriedSoon.add(subscription);
    } else {
      wake(session);
    }
  }

  private void wake(LiveSession session) {
    if (session.place == LiveSession.Place.IDLE
        && session.hasMarks()
        && !session.channel().isBusy()) {
      session.place = LiveSession.Place.READY;
      ready.add(session);
    }
  }

  /** Writes to whoever is next; false if nobody is. */
  private boolean deliverNext() {
    long now = nanoTime.getAsLong();
    Subscription hurry = hurried.poll();
    if (hurry != null) {
      // Its session keeps its place in line.
      if (hurry.isMarked()) {
        deliver(hurry.session, now);
      }
      return true;
    }
    LiveSession session = ready.poll();
    if (session == null) {
      return false;
    }
    long forgiven = tick.isStretched() ? 0 : FORGIVEN;
    long scheduled = Math.max(session.restsUntil, now - forgiven);
    deliver(session, scheduled);
    session.place = LiveSession.Place.RESTING;
    session.restsUntil = scheduled + tick.nanos();
    resting.add(session);
    return true;
  }

  private void deliver(LiveSession session, long now) {
    if (session.index < 0 || session.channel().isBusy()) {
      return;
    }
    batch.clear();
    deliveries.clear();
    session.collect(batch, deliveries, now);
    if (!batch.isEmpty()) {
      send(session, now);
    }
  }

  private void send(LiveSession session, long now) {
    try {
      int taken = session.channel().offer(batch);
      for (int i = 0; i < taken; i++) {
        LiveSession.Delivery delivery = deliveries.get(i);
        tally.sent(delivery.state(), delivery.subscription().isGreeted());
        session.sent(delivery, now);
        if (delivery.state().isFinal()) {
          // Nothing will follow; the client need not unsubscribe.
          end(delivery.subscription());
        }
      }
      noteBusy(session);
    } catch (IOException | RuntimeException e) {
      session.channel().abort();
    }
  }

  private void tickChanged() {
    boolean begins = tickNanos == TickLength.SHORTEST.toNanos();
    tickNanos = tick.nanos();
    if (begins) {
      LOG.log(
          System.Logger.Level.INFO,
          "There is more to send than time: browsers hear every {0} ms for now, not every {1}",
          tick().toMillis(),
          TickLength.SHORTEST.toMillis());
    }
  }
}
