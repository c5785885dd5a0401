package io.scanfleet.agent.walk;

import io.scanfleet.model.entry.EntryColumns;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree with several threads.
 *
 * <p>Every directory is one task of a work-stealing pool: read it, show its entries, fork a task
 * for each directory in it. A thread takes its own newest task first, which keeps the walk
 * depth-first and what is open small, and an idle thread steals another's oldest, which is the
 * largest. Nothing is joined and nothing recurses, so depth costs no stack.
 *
 * <p>A directory is opened relative to its parent, whose handle stays open until the last of its
 * children has been opened ({@link WalkedDirectory}); so paths of any length are walked, and a
 * directory moved meanwhile is still the right one.
 *
 * <p>One walker may run several walks at the same time; they share its threads.
 */
public final class Walker implements AutoCloseable {

  private final DirectoryReader reader;
  private final ForkJoinPool pool;
  private final AtomicInteger openHandles = new AtomicInteger();

  /**
   * @param threads how many directories are read at once, at least 1
   */
  public Walker(DirectoryReader reader, int threads) {
    this.reader = reader;
    this.pool = new ForkJoinPool(threads);
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
   * Walks the tree and returns when the visitor has left every directory it entered.
   *
   * @param cancelled asked before every chunk of entries; once true, what remains is left as
   *     cancelled
   * @throws DirectoryException if the root cannot be opened; the visitor was not called then
   * @throws InterruptedException if the calling thread is interrupted; the walk is then cancelled
   *     and still runs down
   * @throws RuntimeException what a visitor threw; the walk was cancelled by it
   */
  public <D> void walk(Request request, DirectoryVisitor<D> visitor, BooleanSupplier cancelled)
      throws DirectoryException, InterruptedException {
    new Walk<>(request, visitor, cancelled).run(openStart(request));
  }

  private OpenDirectory openStart(Request request) throws DirectoryException {
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

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private final class Walk<D> {

    private final Request request;
    private final DirectoryVisitor<D> visitor;
    private final BooleanSupplier cancelled;
    private final AtomicLong unread = new AtomicLong(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    Walk(Request request, DirectoryVisitor<D> visitor, BooleanSupplier cancelled) {
      this.request = request;
      this.visitor = visitor;
      this.cancelled = cancelled;
    }

    void run(OpenDirectory root) throws InterruptedException {
      WalkedDirectory walked = WalkedDirectory.root(root, openHandles);
      try {
        pool.execute(new ReadTask(walked, visitor.enter(null, WalkedDirectory.NO_NAME)));
        done.await();
      } catch (InterruptedException e) {
        stopped = true;
        throw e;
      } finally {
        walked.release();
      }
      Throwable thrown = failure.get();
      if (thrown instanceof RuntimeException e) {
        throw e;
      } else if (thrown instanceof Error e) {
        throw e;
      }
    }

    private boolean isStopped() {
      return stopped || cancelled.getAsBoolean();
    }

    private void fail(Throwable thrown) {
      failure.compareAndSet(null, thrown);
      stopped = true;
    }

    private final class ReadTask extends RecursiveAction {

      private static final long serialVersionUID = 1L;

      private final transient WalkedDirectory directory;
      private final transient D visited;

      ReadTask(WalkedDirectory directory, D visited) {
        this.directory = directory;
        this.visited = visited;
      }

      @Override
      protected void compute() {
        try {
          DirectoryVisitor.Outcome outcome;
          try {
            outcome = isStopped() ? new DirectoryVisitor.Outcome.Cancelled() : read();
          } catch (DirectoryException e) {
            outcome =
                e.isGone()
                    ? new DirectoryVisitor.Outcome.Gone()
                    : new DirectoryVisitor.Outcome.Unreadable(e.reason());
          } finally {
            directory.dismiss();
          }
          visitor.leave(visited, outcome);
        } catch (RuntimeException | Error e) {
          fail(e);
        } finally {
          if (unread.decrementAndGet() == 0) {
            done.countDown();
          }
        }
      }

      private DirectoryVisitor.Outcome read() throws DirectoryException {
        OpenDirectory handle = directory.open();
        try {
          return read(handle);
        } finally {
          directory.release();
        }
      }

      private DirectoryVisitor.Outcome read(OpenDirectory handle) throws DirectoryException {
        EntryColumns entries = new EntryColumns();
        OpenDirectory.NameFilter filter =
            name -> request.excludes().matches(name, directory::displayPath);
        while (true) {
          entries.clear();
          boolean more;
          try {
            more = handle.read(entries, filter);
          } finally {
            show(entries, handle.device());
          }
          if (!more) {
            return new DirectoryVisitor.Outcome.Complete();
          }
          if (isStopped()) {
            return new DirectoryVisitor.Outcome.Cancelled();
          }
        }
      }

      private void show(EntryColumns entries, long device) {
        if (entries.isEmpty()) {
          return;
        }
        for (int i = 0; i < entries.size(); i++) {
          if (entries.isDirectory(i) && !request.crossMounts() && isElsewhere(entries, i, device)) {
            entries.setFlag(i, EntryColumns.OTHER_FILE_SYSTEM);
          }
        }
        visitor.entries(visited, entries);
        for (int i = 0; i < entries.size(); i++) {
          if (entries.isDirectory(i)
              && !entries.has(i, EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM)) {
            byte[] name = entries.name(i);
            unread.incrementAndGet();
            new ReadTask(directory.child(name), visitor.enter(visited, name)).fork();
          }
        }
      }

      private boolean isElsewhere(EntryColumns entries, int i, long device) {
        return entries.has(i, EntryColumns.OTHER_FILE_SYSTEM)
            || (entries.inode(i) != 0 && entries.device(i) != device);
      }
    }
  }
}
