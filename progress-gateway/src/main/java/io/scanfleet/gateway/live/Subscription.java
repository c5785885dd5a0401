package io.scanfleet.gateway.live;

/**
 * That a session wants to know of a batch, and how much of it it knows. Instead of messages that
 * wait there is one mark: that there is something newer. Belongs to the loop of its session.
 */
final class Subscription {

  private static final long PACE = TickLength.SHORTEST.toNanos();

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
  private long lastSent;
  private long sentSequence = -1;

  Subscription(LiveSession session, Topic topic, boolean followed) {
    this.session = session;
    this.topic = topic;
    this.followed = followed;
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
   * When this state may be sent: a final one waits only for what the contract asks, others for the
   * session's own pace.
   *
   * @param sessionPace nanoseconds between two messages of one batch that the session wants
   */
  long dueAt(BatchFeed.State state, long sessionPace, long now) {
    return greeted ? lastSent + (state.isFinal() ? PACE : sessionPace) : now;
  }

  /** The state was sent. */
  void sent(BatchFeed.State state, long now) {
    marked = false;
    greeted = true;
    lastSent = now;
    sentSequence = state.message().sequence();
  }
}
