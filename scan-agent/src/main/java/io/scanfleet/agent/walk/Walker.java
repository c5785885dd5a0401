package io.scanfleet.agent.walk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Walks trees with several threads; see {@link Walk} for how. One walker may run several walks at
 * the same time; they share its threads and its limits. A watching thread adapts the pace to the
 * storage and gives up calls that hang.
 */
public final class Walker implements AutoCloseable {

  /** After this long without an answer a call is given up. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration WATCH = Duration.ofMillis(100);

  private final DirectoryReader reader;
  private final WalkThreads threads;
  private final Duration patience;
  private final AtomicInteger openHandles = new AtomicInteger();
  private final Set<Walk<?>> walks = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("walk-watch").daemon().factory());

  public Walker(DirectoryReader reader, WalkLimits limits) {
    this(reader, limits, PATIENCE, System::nanoTime);
  }

  Walker(DirectoryReader reader, WalkLimits limits, Duration patience, LongSupplier nanoTime) {
    this.reader = reader;
    this.threads = new WalkThreads(limits, nanoTime);
    this.patience = patience;
    var _ =
        watch.scheduleWithFixedDelay(
            this::watch, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What to walk.
   *
   * @param root the allowed directory, an absolute path; symbolic links in it are followed
   * @param start the directory to walk, at or below {@code root}; no component below it may be a
   *     symbolic link
   * @param excludes what to pass over
   * @param crossMounts whether to enter other file systems
   */
  public record Request(Path root, Path start, Excludes excludes, boolean crossMounts) {

    public Request {
      if (!start.startsWith(root)) {
        throw new IllegalArgumentException(start + " does not lie in " + root);
      }
    }
  }

  /**
   * Walks the tree and returns when the visitor has left every directory it entered, and within a
   * second of being cancelled even if the storage does not answer.
   *
   * @param cancelled asked between calls; once true, what remains is left as cancelled
   * @throws DirectoryException if the root cannot be opened; the visitor was not called then
   * @throws InterruptedException if the calling thread is interrupted; the walk is then cancelled
   *     and still runs down
   * @throws RuntimeException what a visitor threw; the walk was cancelled by it
   */
  public <D> void walk(Request request, DirectoryVisitor<D> visitor, BooleanSupplier cancelled)
      throws DirectoryException, InterruptedException {
    OpenDirectory start =
        AbandonableCall.<OpenDirectory, RuntimeException>make(
            () -> openNow(request), patience, threads::now, cancelled, OpenDirectory::close);
    Walk<D> walk = new Walk<>(request, visitor, cancelled, threads, patience);
    walks.add(walk);
    try {
      walk.run(start, openHandles);
    } finally {
      walks.remove(walk);
    }
  }

  /** Whether walks are giving way to others on the storage. */
  public boolean isThrottled() {
    return threads.pace().isThrottled();
  }

  /** How many threads may read at once, as far as has been found out. */
  public int threads() {
    return threads.pace().threads();
  }

  /** How many threads hang in a call that the storage does not answer. */
  public int hangingCalls() {
    return threads.hanging();
  }

  private OpenDirectory openNow(Request request) throws DirectoryException {
    OpenDirectory directory = reader.open(request.root());
    if (!request.start().equals(request.root())) {
      for (Path component : request.root().relativize(request.start())) {
        try (OpenDirectory parent = directory) {
          directory = parent.open(RawPaths.nameBytes(request.root().resolve(component)));
        }
      }
    }
    return directory;
  }

  private void watch() {
    threads.adapt();
    walks.forEach(Walk::watch);
  }

  @Override
  public void close() {
    watch.shutdownNow();
    threads.close();
  }
}
