package io.scanfleet.gateway.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One batch as one loop sees it: the subscriptions of the loop's sessions. Word of news may come
 * from any thread and is passed on to the loop, once until the loop has taken it; everything else
 * belongs to the loop.
 */
final class Topic implements BatchFeed.Listener {

  private final BatchFeed feed;
  private final DeliveryLoop loop;
  private final AtomicBoolean told = new AtomicBoolean();
  private final List<Subscription> subscriptions = new ArrayList<>();

  Topic(BatchFeed feed, DeliveryLoop loop) {
    this.feed = feed;
    this.loop = loop;
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
      List.copyOf(subscriptions).forEach(loop::end);
      return;
    }
    boolean hurry = feed.newest().isFinal();
    for (int i = 0; i < subscriptions.size(); i++) {
      loop.mark(subscriptions.get(i), hurry);
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
