package io.scanfleet.gateway.live;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When those who poll for one batch hear of its news. Were each told at once, thousands would ask
 * again twenty times a second. So they are told in rounds:
 *
 * <ul>
 *   <li>News after a quiet time begins a round at once. Then there is none for as long as {@link
 *       Polls#interval} says; what has come meanwhile begins the next.
 *   <li>Who asks for what is newer than a state that the last round had told of already is behind,
 *       and does not wait. So nobody has more than one answer of a round, and nobody who is slow
 *       misses one.
 *   <li>The end waits for nothing.
 * </ul>
 *
 * <p>What they are then answered is the newest state, not the one that the round began with.
 *
 * <p>Each who waits parks a thread of its own, which is virtual, and finds out by itself when its
 * time is over; so one whose client has gone stays no longer than it had asked for. A round wakes
 * them in small groups and lets each group run before the next: what else the gateway has to do
 * waits for a group, not for thousands. Thread-safe.
 */
final class PollRounds {

  private static final int GROUP = 64;

  private final Polls polls;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private long newest;
  private boolean timed;
  private long notBefore;
  private volatile long told;
  private volatile boolean over;

  /**
   * @param sequence of the first state
   * @param last whether nothing will follow it
   */
  PollRounds(Polls polls, long sequence, boolean last) {
    this.polls = polls;
    this.newest = sequence;
    this.told = sequence;
    this.over = last;
    this.notBefore = polls.now();
  }

  /**
   * There is a newer state.
   *
   * @param last whether nothing will follow
   */
  void news(long sequence, boolean last) {
    lock.lock();
    try {
      newest = Math.max(newest, sequence);
      if (last) {
        over = true;
      } else if (waiting.isEmpty()) {
        // Who comes next finds it.
        return;
      }
    } finally {
      lock.unlock();
    }
    if (last) {
      wake();
    } else {
      beginIfDue(false);
    }
  }

  /** Waits for news, the end, or until the time is over. */
  void await(long since, Duration wait) throws InterruptedException {
    long deadline = polls.now() + wait.toNanos();
    Thread self = Thread.currentThread();
    waiting.add(self);
    polls.enter(self);
    try {
      beginIfDue(false);
      while (told <= since && !over && !polls.areLeaving()) {
        long left = deadline - polls.now();
        if (left <= 0) {
          return;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      polls.leave(self);
      waiting.remove(self);
    }
  }

  private void beginIfDue(boolean timeCame) {
    lock.lock();
    try {
      if (timeCame) {
        timed = false;
      }
      long now = polls.now();
      if (newest <= told || waiting.isEmpty() || timed) {
        return;
      }
      if (notBefore - now > 0) {
        timed = true;
        polls.later(Duration.ofNanos(notBefore - now), () -> beginIfDue(true));
        return;
      }
      notBefore = now + polls.interval().toNanos();
      told = newest;
    } finally {
      lock.unlock();
    }
    wake();
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing but the order depends on it
  private void wake() {
    if (!waiting.isEmpty()) {
      Thread.startVirtualThread(
          () -> {
            int woken = 0;
            for (Thread one : waiting) {
              LockSupport.unpark(one);
              if (++woken % GROUP == 0) {
                Thread.yield();
              }
            }
          });
    }
  }
}
