package io.scanfleet.gateway.live;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Whether somebody is still at the other end of a socket. TCP alone tells of a lost peer after many
 * minutes, and of one that has stopped reading never. So what takes too long to write is stalled,
 * and who says nothing is pinged and, after some pings without an answer, gone. Once leave is taken
 * of a session, all that is said of it is that it is overdue, if it does not go. Thread-safe.
 */
final class Liveness {

  /** What is to be done about a session. */
  enum Verdict {
    WELL,
    PING,
    /** It does not read what it is sent. */
    STALLED,
    /** It answers no ping. */
    SILENT,
    /** Leave was taken of it, and it is still there. */
    OVERDUE
  }

  /** How long one message may take to be written. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long LEAST_PING_SECONDS = 20;
  private static final long MOST_PING_SECONDS = 30;
  private static final Duration SILENCE = Duration.ofSeconds(90);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS_UNHEARD = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Duration pingAfter;
  private long heardAt;
  private long pingedAt;
  private boolean writing;
  private long writingSince;
  private boolean leaving;
  private long leavingSince;
  private Duration lastWords = LAST_WORDS;

  /**
   * @param nanoTime a monotonic clock
   * @param pingAfter how long the client may be silent before it is pinged
   */
  Liveness(LongSupplier nanoTime, Duration pingAfter) {
    this.nanoTime = nanoTime;
    this.pingAfter = pingAfter;
    this.heardAt = nanoTime.getAsLong();
    this.pingedAt = heardAt;
  }

  /**
   * After which silence to ping: 20 to 30 s, by chance, since thousands that came back together
   * would otherwise be pinged together for ever.
   */
  static Duration somePingAfter() {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(LEAST_PING_SECONDS * 1000, MOST_PING_SECONDS * 1000));
  }

  /** The client gave a sign of life. */
  synchronized void heard() {
    heardAt = nanoTime.getAsLong();
  }

  /** A message waits to be taken; what waits already goes on waiting. */
  synchronized void writing() {
    if (!writing) {
      writing = true;
      writingSince = nanoTime.getAsLong();
    }
  }

  synchronized void written() {
    writing = false;
  }

  /** Leave is taken. */
  synchronized void leaving() {
    if (!leaving) {
      leaving = true;
      leavingSince = nanoTime.getAsLong();
    }
  }

  /** Leave is taken of one that cannot be understood, not even when it answers that. */
  synchronized void leavingUnheard() {
    leaving();
    lastWords = LAST_WORDS_UNHEARD;
  }

  synchronized Verdict look() {
    long now = nanoTime.getAsLong();
    if (leaving) {
      return now - leavingSince > lastWords.toNanos() ? Verdict.OVERDUE : Verdict.WELL;
    }
    if (writing) {
      // Who does not read cannot answer a ping.
      return now - writingSince > PATIENCE.toNanos() ? Verdict.STALLED : Verdict.WELL;
    }
    if (now - heardAt > SILENCE.toNanos()) {
      return Verdict.SILENT;
    }
    if (Math.min(now - heardAt, now - pingedAt) > pingAfter.toNanos()) {
      pingedAt = now;
      return Verdict.PING;
    }
    return Verdict.WELL;
  }
}
