package io.scanfleet.gateway.live;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be written to. A session with news that need not rest stands in the line of
 * those who are ready; after its turn it rests, while news gathers, and then stands in line again
 * or is idle. Whoever had a turn goes to the end, so that nobody is left behind even when there is
 * more to do than time.
 *
 * <p>A final state does not wait for the end of a rest: its session gets a turn at once, and one
 * more 50 ms later, in case its last message was too young.
 *
 * <p>A session is in each line at most once, a final state in each of its own, so nothing grows.
 * Belongs to the loop's thread; times are of a monotonic clock, in nanoseconds.
 */
final class TurnOrder {

  private final Queue<LiveSession> ready = new ArrayDeque<>();
  private final Queue<LiveSession> resting =
      new PriorityQueue<>((one, other) -> Long.signum(one.restsUntil - other.restsUntil));
  private final Queue<Subscription> hurried = new ArrayDeque<>();
  private final Queue<Subscription> hurriedSoon = new ArrayDeque<>();

  /** A final state is to go out; for any other {@link #wake} is right. */
  void hurry(Subscription subscription, long now) {
    subscription.hurryAt = now + TickLength.SHORTEST.toNanos();
    hurried.add(subscription);
    hurriedSoon.add(subscription);
  }

  /** A session may have got something to be told. */
  void wake(LiveSession session) {
    if (session.place == LiveSession.Place.IDLE
        && session.hasMarks()
        && !session.channel().isBusy()) {
      session.place = LiveSession.Place.READY;
      ready.add(session);
    }
  }

  /** Ends the rests that are over. */
  void endRests(long now) {
    for (LiveSession head = resting.peek();
        head != null && head.restsUntil - now <= 0;
        head = resting.peek()) {
      resting.remove();
      head.place = LiveSession.Place.IDLE;
      wake(head);
    }
    for (Subscription head = hurriedSoon.peek();
        head != null && head.hurryAt - now <= 0;
        head = hurriedSoon.peek()) {
      hurried.add(hurriedSoon.remove());
    }
  }

  /** A final state that is to go out before all else; null if there is none. */
  @Nullable Subscription nextHurried() {
    Subscription next = hurried.poll();
    while (next != null && !next.isMarked()) {
      next = hurried.poll();
    }
    return next;
  }

  /** The session whose turn it is, to be followed by {@link #rest}; null if there is none. */
  @Nullable LiveSession next() {
    return ready.poll();
  }

  /**
   * A session has had its turn.
   *
   * @param until when its rest is over; not after now if it need not rest
   */
  void rest(LiveSession session, long until, long now) {
    if (until - now > 0) {
      session.place = LiveSession.Place.RESTING;
      session.restsUntil = until;
      resting.add(session);
    } else {
      session.place = LiveSession.Place.IDLE;
      wake(session);
    }
  }

  /** When the next rest is over; at the latest the time given. */
  long nextAt(long latest) {
    long next = latest;
    LiveSession rested = resting.peek();
    if (rested != null && rested.restsUntil - next < 0) {
      next = rested.restsUntil;
    }
    Subscription soon = hurriedSoon.peek();
    return soon != null && soon.hurryAt - next < 0 ? soon.hurryAt : next;
  }
}
