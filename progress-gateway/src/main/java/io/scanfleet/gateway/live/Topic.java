package io.scanfleet.gateway.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One batch as one loop sees it: the subscriptions of the loop's sessions. Word of news may come
 * from any thread and is passed on to the loop, once until the loop has taken it; everything else
 * belongs to the loop.
 */
final class Topic implements BatchFeed.Listener {

  private final BatchFeed feed;
  private final Executor loop;
  private final Subscriptions.NewsReceiver receiver;
  private final Consumer<Subscription> ending;
  private final AtomicBoolean told = new AtomicBoolean();
  private final List<Subscription> subscriptions = new ArrayList<>();

  /**
   * @param loop does what is to be done by the loop's thread
   * @param ending ends a subscription to a batch that is no more
   */
  Topic(
      BatchFeed feed,
      Executor loop,
      Subscriptions.NewsReceiver receiver,
      Consumer<Subscription> ending) {
    this.feed = feed;
    this.loop = loop;
    this.receiver = receiver;
    this.ending = ending;
  }

  BatchFeed feed() {
    return feed;
  }

  @Override
  public void news(BatchFeed changed) {
    if (told.compareAndSet(false, true)) {
      loop.execute(this::spread);
    }
  }

  /** Reset first: what is newer than what is looked at now is told again. */
  private void spread() {
    told.set(false);
    if (feed.isDeleted()) {
      List.copyOf(subscriptions).forEach(ending);
      return;
    }
    boolean last = feed.newest().isFinal();
    for (int i = 0; i < subscriptions.size(); i++) {
      receiver.news(subscriptions.get(i), last);
    }
  }

  void add(Subscription subscription) {
    subscription.place = subscriptions.size();
    subscriptions.add(subscription);
  }

  /** Takes it out; the last one takes its place, since order means nothing here. */
  void remove(Subscription subscription) {
    Subscription last = subscriptions.removeLast();
    if (last.place != subscription.place) {
      subscriptions.set(subscription.place, last);
      last.place = subscription.place;
    }
    subscription.place = -1;
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }
}
