package io.scanfleet.gateway.live;

import io.scanfleet.gateway.live.channel.Frame;
import io.scanfleet.gateway.live.channel.FrameBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
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
 * <p>News only leaves marks. When it is a session's turn ({@link TurnOrder}), all its news goes out
 * in one write, the newest of each batch. What a client has no room for stays marked, and is gone
 * on with when there is room. When the thread is busy for most of its time, {@link TickLength}
 * makes the rests between two writes longer.
 *
 * <p>Everything reaches the loop through {@link #execute}, which any thread may call; all other
 * methods belong to the loop's thread, unless they say that they are thread-safe.
 */
final class DeliveryLoop implements Runnable, Executor {

  private static final System.Logger LOG = System.getLogger(DeliveryLoop.class.getName());

  /** Writes until the inbox is looked at again: some hundred microseconds. */
  private static final int WRITES_IN_A_ROW = 32;

  /** Requests until the writes go on: a client that asks without end must not hold them up. */
  private static final int REQUESTS_IN_A_ROW = 16;

  private static final int LOOKS_IN_A_ROW = 64;

  private static final long LOOK = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final DeliveryTally tally;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final List<LiveSession> sessions = new ArrayList<>();
  private final Subscriptions subscriptions;
  private final TurnOrder order = new TurnOrder();
  private final FrameBatch batch = new FrameBatch();
  private final List<LiveSession.Delivery> deliveries = new ArrayList<>();
  private final TickLength tick;
  private long lookedAt;
  private int lookedTo;
  private volatile int sessionCount;
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
    this.tally = tally;
    this.subscriptions = new Subscriptions(nanoTime, this, running, this::news);
    long now = nanoTime.getAsLong();
    this.tick = new TickLength(now);
    this.tickNanos = tick.nanos();
    this.lookedAt = now;
  }

  /** Has something done by the loop. Thread-safe. */
  @Override
  public void execute(Runnable work) {
    inbox.add(work);
    LockSupport.unpark(thread);
  }

  /** How many sessions there are. Thread-safe. */
  int sessionCount() {
    return sessionCount;
  }

  /** How long a session rests between two writes, now. Thread-safe. */
  Duration tick() {
    return Duration.ofNanos(tickNanos);
  }

  /** Who wants to know what; its count is thread-safe. */
  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Ends the thread. Thread-safe. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (!stopped) {
      long wait = 0;
      try {
        wait = step();
      } catch (RuntimeException | Error e) {
        // Thousands depend on it, so it goes on, whatever it is.
        LOG.log(System.Logger.Level.ERROR, "The delivery goes on after an unexpected error", e);
      }
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
    Runnable work = inbox.poll();
    for (int done = 1; work != null; done++) {
      guarded(work);
      work = done < REQUESTS_IN_A_ROW ? inbox.poll() : null;
    }
    long now = nanoTime.getAsLong();
    order.endRests(now);
    boolean looking = lookAround(now);
    int writes = 0;
    while (writes < WRITES_IN_A_ROW && writeToNext()) {
      writes++;
    }
    long ended = nanoTime.getAsLong();
    if (tick.worked(ended - begun, ended)) {
      tickChanged();
    }
    tally.tell();
    return looking || writes == WRITES_IN_A_ROW
        ? 0
        : Math.max(0, order.nextAt(lookedAt + LOOK) - ended);
  }

  /**
   * Looks at every session once a second, some at a time.
   *
   * @return whether there are more to look at now
   */
  private boolean lookAround(long now) {
    if (lookedTo == 0) {
      if (now - lookedAt < LOOK) {
        return false;
      }
      lookedAt = now;
      lookedTo = sessions.size();
    }
    int to = Math.min(lookedTo, sessions.size());
    int from = Math.max(0, to - LOOKS_IN_A_ROW);
    for (LiveSession session : List.copyOf(sessions.subList(from, to))) {
      guarded(() -> look(session));
    }
    lookedTo = from;
    return from > 0;
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The delivery goes on after an unexpected error", e);
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

  // --- news -------------------------------------------------------------------------------------

  private void news(Subscription subscription, boolean last) {
    LiveSession session = subscription.session;
    if (!session.mark(subscription)) {
      tally.conflated();
    }
    if (last) {
      order.hurry(subscription, nanoTime.getAsLong());
    } else {
      order.wake(session);
    }
  }

  /** Writes to whoever is next; false if nobody is. */
  private boolean writeToNext() {
    long now = nanoTime.getAsLong();
    Subscription hurried = order.nextHurried();
    if (hurried != null) {
      // Its session keeps its place in line.
      write(hurried.session, now);
      return true;
    }
    LiveSession session = order.next();
    if (session == null) {
      return false;
    }
    try {
      write(session, now);
    } finally {
      // Whatever happens: one that is in no line is never written to again.
      order.rest(session, session.rest(tick, now), now);
    }
    return true;
  }

  private void write(LiveSession session, long now) {
    if (session.isGone() || session.channel().isBusy()) {
      return;
    }
    batch.clear();
    deliveries.clear();
    try {
      session.collect(batch, deliveries, now);
      if (batch.isEmpty()) {
        return;
      }
      int taken = session.channel().offer(batch);
      for (int i = 0; i < taken; i++) {
        LiveSession.Delivery delivery = deliveries.get(i);
        tally.sent(delivery.state(), delivery.subscription().isGreeted());
        session.sent(delivery, now);
        if (delivery.state().isFinal()) {
          // Nothing will follow; the client need not unsubscribe.
          subscriptions.end(delivery.subscription());
        }
      }
      noteBusy(session);
    } catch (IOException | RuntimeException e) {
      giveUp(session, e);
    }
  }

  /** A broken connection is nothing special; anything else is somebody's mistake. */
  private static void giveUp(LiveSession session, Exception why) {
    if (why instanceof RuntimeException) {
      LOG.log(System.Logger.Level.WARNING, "A session is given up", why);
    }
    session.channel().abort();
  }

  // --- sessions ---------------------------------------------------------------------------------

  void add(LiveSession session) {
    session.index = sessions.size();
    sessions.add(session);
    sessionCount = sessions.size();
  }

  /** The connection is gone; the second time nothing. */
  void remove(LiveSession session) {
    if (session.isGone()) {
      return;
    }
    LiveSession last = sessions.removeLast();
    if (last.index != session.index) {
      sessions.set(session.index, last);
      last.index = session.index;
    }
    session.index = -1;
    sessionCount = sessions.size();
    subscriptions.endAll(session);
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
        order.wake(session);
      }
    } catch (IOException | RuntimeException e) {
      giveUp(session, e);
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
      giveUp(session, e);
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

  private void look(LiveSession session) {
    switch (session.liveness().look()) {
      case WELL -> {}
      case PING -> answer(session, Frame.ping());
      case STALLED -> {
        tally.stalled();
        close(session, CloseStatus.SERVICE_OVERLOAD.withReason("the messages are not being read"));
      }
      case SILENT -> close(session, CloseStatus.GOING_AWAY.withReason("no answer to a ping"));
      case OVERDUE -> session.channel().abort();
    }
  }
}
