package io.scanfleet.gateway.live;

/**
 * That a session wants to know of a batch, and how much of it it knows. Instead of messages that
 * wait there is one mark: that there is something newer. Belongs to the loop of its session.
 */
final class Subscription {

  final LiveSession session;
  final Topic topic;

  /** Not asked for by itself, but because all batches are followed. */
  final boolean followed;

  /** Its place in the topic; -1 when it is out of it. */
  int place = -1;

  /** When a hurried final state may go out, in nanoseconds. */
  long hurryAt;

  private boolean marked;
  private boolean greeted;
  private long sentSequence = -1;
  private final Pace wished;
  private final Pace quickest;

  Subscription(LiveSession session, Topic topic, boolean followed, long now) {
    this.session = session;
    this.topic = topic;
    this.followed = followed;
    this.wished = new Pace(now);
    this.quickest = new Pace(now);
  }

  boolean isMarked() {
    return marked;
  }

  /**
   * Marks that there is news.
   *
   * @return false if it was marked already: then what was news before is passed over
   */
  boolean mark() {
    boolean fresh = !marked;
    marked = true;
    return fresh;
  }

  void unmark() {
    marked = false;
  }

  /** Whether the session has heard anything of the batch. */
  boolean isGreeted() {
    return greeted;
  }

  /** Whether this state would tell the session something new. */
  boolean isNews(BatchFeed.State state) {
    return !greeted || state.isFinal() || state.message().sequence() > sentSequence;
  }

  /**
   * When this state may be sent: a final one waits only for what the contract asks, others for what
   * the client wished.
   */
  long dueAt(BatchFeed.State state) {
    return (state.isFinal() ? quickest : wished).next();
  }

  /**
   * The state was sent.
   *
   * @param interval nanoseconds between two messages of one batch that the client wishes
   */
  void sent(BatchFeed.State state, long interval, long now) {
    marked = false;
    greeted = true;
    sentSequence = state.message().sequence();
    wished.sent(now, interval);
    quickest.sent(now, TickLength.SHORTEST.toNanos());
  }
}
