package io.scanfleet.gateway.live;

import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.CurrentProgress;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.message.ProgressMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The batches that are running, with a feed for each.
 *
 * <p>The database is the truth about which they are: word of a change, from here or from another
 * gateway, only makes this look there at once; a regular look finds what no word came of. One
 * thread at a time looks at a batch and does what follows: of two, the one that had looked first
 * could otherwise be the last to act, and a batch that has ended would run again for a moment.
 * Thread-safe.
 */
@Component
public class LiveBatches implements CurrentProgress {

  private static final System.Logger LOG = System.getLogger(LiveBatches.class.getName());

  private static final long LOOK_MILLIS = 2000;
  private static final int LOOKS_AT_ONCE = 64;

  private final ScanRepository scans;
  private final ProgressSource source;
  private final JsonMapper json;
  private final InstantSource clock;
  private final Polls polls;
  private final Object[] looks = Stream.generate(Object::new).limit(LOOKS_AT_ONCE).toArray();
  private final Map<BatchId, BatchFeed> running = new ConcurrentHashMap<>();
  private final List<Consumer<BatchFeed>> followers = new CopyOnWriteArrayList<>();

  LiveBatches(
      ScanRepository scans,
      ProgressSource source,
      JsonMapper json,
      InstantSource clock,
      Polls polls) {
    this.scans = scans;
    this.source = source;
    this.json = json;
    this.clock = clock;
    this.polls = polls;
  }

  /** The feed of a batch, also of one that has ended; empty if there is no such batch. */
  Optional<BatchFeed> feed(BatchId id) {
    BatchFeed live = running.get(id);
    return live != null ? Optional.of(live) : refresh(id);
  }

  /** Tells of every batch that begins from now on, by the thread that learns of it first. */
  void onBegin(Consumer<BatchFeed> follower) {
    followers.add(follower);
  }

  /** The batches that are running at this moment. */
  Collection<BatchFeed> running() {
    return running.values();
  }

  /** Takes a tick; one of a batch that is not running is of no interest. */
  public void take(ProgressMessage tick) {
    BatchFeed feed = running.get(tick.batchId());
    if (feed != null) {
      feed.take(tick);
    }
  }

  @EventListener
  void changed(BatchChanged event) {
    var _ = refresh(event.batch());
  }

  /** Looks at a batch in the database. */
  public Optional<BatchFeed> refresh(BatchId id) {
    synchronized (looks[Math.floorMod(id.hashCode(), LOOKS_AT_ONCE)]) {
      Optional<Scan> scan = scans.find(id);
      if (scan.isEmpty()) {
        end(id, null);
        return Optional.empty();
      }
      return Optional.of(refresh(scan.get()));
    }
  }

  private BatchFeed refresh(Scan scan) {
    if (scan.status().isFinal()) {
      BatchFeed ended = end(scan.id(), scan);
      return ended != null ? ended : newFeed(scan);
    }
    BatchFeed known = running.get(scan.id());
    BatchFeed feed = running.computeIfAbsent(scan.id(), id -> newFeed(scan));
    feed.take(scan);
    source.open(scan.id());
    if (known == null) {
      followers.forEach(follower -> follower.accept(feed));
    }
    return feed;
  }

  private @Nullable BatchFeed end(BatchId id, @Nullable Scan scan) {
    BatchFeed feed = running.remove(id);
    if (feed != null) {
      if (scan == null) {
        feed.deleted();
      } else {
        feed.take(scan);
      }
      source.close(id);
    }
    return feed;
  }

  private BatchFeed newFeed(Scan scan) {
    return new BatchFeed(scan, clock, json::writeValueAsString, polls);
  }

  @Scheduled(fixedDelay = LOOK_MILLIS)
  void look() {
    try {
      Set<BatchId> ids = new HashSet<>(running.keySet());
      scans.unfinished().forEach(scan -> ids.add(scan.id()));
      // What is running here but not in that list has ended since.
      for (BatchId id : ids) {
        var _ = refresh(id);
      }
    } catch (DataAccessException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot look for running scans: " + e.getMessage());
    }
  }

  @Override
  public ProgressMessage of(Scan scan) {
    BatchFeed feed = running.get(scan.id());
    if (feed == null ? !scan.status().isFinal() : scan.status().isFinal()) {
      // Something has happened since one of the two looked.
      feed = refresh(scan.id()).orElse(null);
    }
    return (feed == null ? newFeed(scan) : feed).newest().message();
  }

  @Override
  public Optional<Moment> now(BatchId batch) {
    return feed(batch).filter(feed -> !feed.isDeleted()).map(BatchFeed::moment);
  }

  @Override
  public Optional<Moment> await(BatchId batch, long since, Duration wait)
      throws InterruptedException {
    Optional<BatchFeed> feed = feed(batch);
    if (feed.isPresent()) {
      feed.get().await(since, wait);
    }
    return feed.filter(one -> !one.isDeleted()).map(BatchFeed::moment);
  }
}
