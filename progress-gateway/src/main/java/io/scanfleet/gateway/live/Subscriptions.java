package io.scanfleet.gateway.live;

import io.scanfleet.model.BatchId;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which of a loop's sessions want to know of which batches, by their own wish or because they
 * follow all. Belongs to the loop's thread, but for {@link #count}.
 */
final class Subscriptions {

  /** Told, by the loop, that there is news for a subscription. */
  interface NewsReceiver {

    /**
     * @param last whether it is the final state
     */
    void news(Subscription subscription, boolean last);
  }

  private final LongSupplier nanoTime;
  private final Executor loop;
  private final Supplier<Collection<BatchFeed>> running;
  private final NewsReceiver receiver;
  private final IdentityHashMap<BatchFeed, Topic> topics = new IdentityHashMap<>();
  private final Set<LiveSession> followers = new LinkedHashSet<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param nanoTime a monotonic clock
   * @param loop does what is to be done by the loop's thread
   * @param running the batches that run at the moment it is asked
   */
  Subscriptions(
      LongSupplier nanoTime,
      Executor loop,
      Supplier<Collection<BatchFeed>> running,
      NewsReceiver receiver) {
    this.nanoTime = nanoTime;
    this.loop = loop;
    this.running = running;
    this.receiver = receiver;
  }

  /** How many there are. Thread-safe. */
  int count() {
    return count.get();
  }

  /**
   * Subscribes to a batch; its current state is the next message about it.
   *
   * @return false if there are too many subscriptions
   */
  boolean subscribe(LiveSession session, BatchFeed feed) {
    if (session.isGone()) {
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
    if (!session.isGone() && followers.add(session)) {
      running.get().forEach(feed -> follow(session, feed));
    }
  }

  /** Ends the subscriptions that were not asked for one by one. */
  void unfollowAll(LiveSession session) {
    followers.remove(session);
    List.copyOf(session.subscriptions()).stream().filter(one -> one.followed).forEach(this::end);
  }

  /** Ends all of a session that is gone. */
  void endAll(LiveSession session) {
    followers.remove(session);
    List.copyOf(session.subscriptions()).forEach(this::end);
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
    Subscription subscription = new Subscription(session, topic, followed, nanoTime.getAsLong());
    topic.add(subscription);
    session.add(subscription);
    count.incrementAndGet();
    receiver.news(subscription, feed.newest().isFinal());
    if (feed.isDeleted()) {
      // It was before the topic was there to be told.
      end(subscription);
    }
  }

  private Topic newTopic(BatchFeed feed) {
    Topic topic = new Topic(feed, loop, receiver, this::end);
    feed.add(topic);
    return topic;
  }

  /** Ends one; the second time nothing. */
  void end(Subscription subscription) {
    Topic topic = subscription.topic;
    if (subscription.place < 0) {
      return;
    }
    topic.remove(subscription);
    subscription.session.remove(subscription);
    count.decrementAndGet();
    if (topic.isEmpty()) {
      topic.feed().remove(topic);
      topics.remove(topic.feed());
    }
  }
}
