package io.scanfleet.agent.walk;

import io.scanfleet.agent.walk.DirectoryVisitor.Outcome;
import io.scanfleet.model.entry.EntryColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One walk of one tree.
 *
 * <p>Every directory is one task of a work-stealing pool: list it, fetch the attributes, show its
 * entries, fork a task for each directory in it. A thread takes its own newest task first, which
 * keeps the walk depth-first and what is open small, and an idle thread steals another's oldest,
 * which is the largest. Nothing is joined and nothing recurses, so depth costs no stack. Of a huge
 * directory one thread only lists the names; their attributes are fetched in chunks that any thread
 * may take.
 *
 * <p>A directory is opened relative to its parent, whose handle stays open until the last of its
 * children has been opened ({@link WalkedDirectory}); so paths of any length are walked, and a
 * directory moved meanwhile is still the right one.
 *
 * <p>Calls are made in slices that become shorter the longer the storage takes, so that a walk
 * stops soon when it is told to. A call that is not answered at all is given up by the watching
 * thread: its part of the directory is over then, as unreadable, and what the call still brings is
 * dropped. So of each part either its worker or the watch is the one to end it, decided under the
 * directory's lock.
 *
 * @param <D> what the visitor keeps for a directory
 */
final class Walk<D> {

  private static final Outcome COMPLETE = new Outcome.Complete();
  private static final Outcome CANCELLED = new Outcome.Cancelled();

  /** After a cancel, a call is given up after this long. */
  private static final Duration PATIENCE_ONCE_STOPPED = Duration.ofMillis(300);

  private static final int LONGEST_SLICE = 64;
  private static final long SLOW_SLICE = 50_000_000L;
  private static final long QUICK_SLICE = 5_000_000L;

  /** Chunks of one directory that wait for a thread; then its own thread fetches one itself. */
  private static final int CHUNKS_AHEAD = 16;

  private static final long NOT_CALLING = Long.MIN_VALUE;

  private final Walker.Request request;
  private final DirectoryVisitor<D> visitor;
  private final BooleanSupplier cancelled;
  private final WalkThreads threads;
  private final Duration patience;
  private final AtomicLong unfinished = new AtomicLong(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Queue<Worker> workers = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Worker> worker = ThreadLocal.withInitial(this::newWorker);
  private volatile boolean stopped;

  Walk(
      Walker.Request request,
      DirectoryVisitor<D> visitor,
      BooleanSupplier cancelled,
      WalkThreads threads,
      Duration patience) {
    this.request = request;
    this.visitor = visitor;
    this.cancelled = cancelled;
    this.threads = threads;
    this.patience = patience;
  }

  static DirectoryException noAnswer(Duration patience) {
    return new DirectoryException(
        "No answer from the storage for " + Math.max(1, patience.toSeconds()) + " s", false);
  }

  void run(OpenDirectory root, AtomicInteger openHandles) throws InterruptedException {
    WalkedDirectory walked = WalkedDirectory.root(root, openHandles);
    try {
      threads.execute(
          new ListPart(new Reading(walked, visitor.enter(null, WalkedDirectory.NO_NAME))));
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

  /** Gives up calls that hang. */
  void watch() {
    boolean over = isStopped();
    long limit = (over ? PATIENCE_ONCE_STOPPED : patience).toNanos();
    long now = threads.now();
    for (Worker each : workers) {
      Part part = each.part;
      if (part == null) {
        continue;
      }
      long since = part.callingSince;
      if (since != NOT_CALLING && now - since > limit) {
        part.giveUp(since, over ? CANCELLED : new Outcome.Unreadable(noAnswer(patience).reason()));
      }
    }
  }

  private boolean isStopped() {
    return stopped || cancelled.getAsBoolean();
  }

  private void fail(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    stopped = true;
  }

  private Worker newWorker() {
    Worker made = new Worker();
    workers.add(made);
    return made;
  }

  /** A thread of the pool, as this walk knows it. */
  private final class Worker {

    final EntryColumns entries = new EntryColumns();

    /** What it is at; null if nothing. */
    volatile @Nullable Part part;
  }

  /** A directory that is being read, in one part or several. */
  private final class Reading {

    final WalkedDirectory directory;
    final D visited;
    private final ReentrantLock lock = new ReentrantLock();
    private int parts = 1;
    private Outcome outcome = COMPLETE;

    Reading(WalkedDirectory directory, D visited) {
      this.directory = directory;
      this.visited = visited;
    }

    /** Adds a part, unless the one that wants to has been given up or there are enough. */
    boolean addPart(Part by) {
      lock.lock();
      try {
        if (by.ended || parts > CHUNKS_AHEAD) {
          return false;
        }
        parts++;
        return true;
      } finally {
        lock.unlock();
      }
    }

    void show(Part by, EntryColumns entries, OpenDirectory handle) {
      if (entries.isEmpty()) {
        return;
      }
      List<ListPart> children = new ArrayList<>();
      lock.lock();
      try {
        if (by.ended) {
          return;
        }
        markWhatIsNotEntered(entries, handle.device());
        visitor.entries(visited, entries);
        for (int i = 0; i < entries.size(); i++) {
          if (entries.isDirectory(i)
              && !entries.has(i, EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM)
              && entries.error(i) == null) {
            byte[] name = entries.name(i);
            children.add(
                new ListPart(
                    new Reading(
                        directory.child(name, entries.device(i), entries.inode(i)),
                        visitor.enter(visited, name))));
          }
        }
        // Only now, so that a visitor that throws leaves none counted that will never be read; and
        // before the lock goes, so that this part cannot be given up with its children uncounted.
        unfinished.addAndGet(children.size());
      } finally {
        lock.unlock();
      }
      children.forEach(RecursiveAction::fork);
    }

    private void markWhatIsNotEntered(EntryColumns entries, long device) {
      for (int i = 0; i < entries.size(); i++) {
        if (!entries.isDirectory(i) || entries.inode(i) == 0) {
          continue;
        }
        boolean elsewhere =
            entries.has(i, EntryColumns.OTHER_FILE_SYSTEM) || entries.device(i) != device;
        entries.clearFlag(i, EntryColumns.OTHER_FILE_SYSTEM);
        if (!elsewhere) {
          continue;
        }
        if (!request.crossMounts()) {
          entries.setFlag(i, EntryColumns.OTHER_FILE_SYSTEM);
        } else if (directory.isOrLiesIn(entries.device(i), entries.inode(i))) {
          entries.setError(i, "The same directory as one that it lies in: a loop of mounts");
        }
      }
    }

    /** Ends a part, once; the last one leaves the directory. Called with the lock. */
    private boolean end(Part part, Outcome partOutcome) {
      if (part.ended) {
        return false;
      }
      part.ended = true;
      if (outcome.equals(COMPLETE)) {
        outcome = partOutcome;
      }
      if (--parts == 0) {
        try {
          visitor.leave(visited, outcome);
        } catch (RuntimeException | Error e) {
          fail(e);
        }
        if (unfinished.decrementAndGet() == 0) {
          done.countDown();
        }
      }
      return true;
    }
  }

  /** Part of the work on a directory, done by one thread. */
  private abstract class Part extends RecursiveAction {

    private static final long serialVersionUID = 1L;

    final transient Reading reading;

    /** Since when its thread has been in a call. */
    volatile long callingSince = NOT_CALLING;

    /** Guarded by the reading's lock. */
    boolean ended;

    private final AtomicBoolean inside = new AtomicBoolean(true);

    Part(Reading reading) {
      this.reading = reading;
    }

    abstract Outcome work() throws DirectoryException;

    @Override
    protected void compute() {
      threads.enter();
      Worker self = worker.get();
      self.part = this;
      Outcome outcome = CANCELLED;
      try {
        outcome = work();
      } catch (DirectoryException e) {
        outcome = e.isGone() ? new Outcome.Gone() : new Outcome.Unreadable(e.reason());
      } catch (RuntimeException | Error e) {
        fail(e);
      } finally {
        self.part = null;
        if (inside.compareAndSet(true, false)) {
          threads.leave();
        } else {
          threads.found();
        }
        end(outcome);
      }
    }

    private void end(Outcome outcome) {
      reading.lock.lock();
      try {
        reading.end(this, outcome);
      } finally {
        reading.lock.unlock();
      }
    }

    /** The watch ends it; not while its entries are being shown, which is no call. */
    void giveUp(long since, Outcome outcome) {
      if (!reading.lock.tryLock()) {
        return;
      }
      try {
        // The call may have been answered since the watch looked.
        if (callingSince == since
            && reading.end(this, outcome)
            && inside.compareAndSet(true, false)) {
          threads.lost();
        }
      } finally {
        reading.lock.unlock();
      }
    }

    /** Fetches the attributes and shows the entries; says how far that went. */
    Outcome statAndShow(OpenDirectory handle, EntryColumns entries) {
      long begun = threads.now();
      int slice = LONGEST_SLICE;
      int from = 0;
      Outcome outcome = COMPLETE;
      while (from < entries.size()) {
        if (isStopped()) {
          entries.truncate(from);
          outcome = CANCELLED;
          break;
        }
        int to = Math.min(from + slice, entries.size());
        long start = threads.now();
        callingSince = start;
        handle.stat(entries, from, to);
        callingSince = NOT_CALLING;
        long took = threads.now() - start;
        threads.answered(to - from, took);
        if (took > SLOW_SLICE) {
          slice = Math.max(1, slice / 4);
        } else if (took < QUICK_SLICE) {
          slice = Math.min(LONGEST_SLICE, slice * 2);
        }
        from = to;
      }
      long took = threads.now() - begun;
      int read = entries.size();
      entries.removeFlagged(EntryColumns.VANISHED);
      reading.show(this, entries, handle);
      threads.pause(read, took, Walk.this::isStopped);
      return outcome;
    }
  }

  /** Opens and lists a directory. */
  private final class ListPart extends Part {

    private static final long serialVersionUID = 1L;

    ListPart(Reading reading) {
      super(reading);
    }

    @Override
    Outcome work() throws DirectoryException {
      WalkedDirectory directory = reading.directory;
      OpenDirectory handle;
      try {
        if (isStopped()) {
          return CANCELLED;
        }
        long start = threads.now();
        callingSince = start;
        handle = directory.open();
        threads.answered(1, threads.now() - start);
      } finally {
        callingSince = NOT_CALLING;
        directory.dismiss();
      }
      try {
        return read(handle);
      } finally {
        directory.release();
      }
    }

    private Outcome read(OpenDirectory handle) throws DirectoryException {
      OpenDirectory.NameFilter filter =
          (bytes, offset, length) ->
              request.excludes().matches(bytes, offset, length, reading.directory::displayPath);
      EntryColumns entries = worker.get().entries;
      for (boolean first = true; ; first = false) {
        entries.clear();
        DirectoryException broken = null;
        boolean more = true;
        callingSince = threads.now();
        try {
          more = handle.list(entries, filter);
        } catch (DirectoryException e) {
          broken = e;
        } finally {
          callingSince = NOT_CALLING;
        }
        if (!more) {
          return COMPLETE;
        }
        if (!first && broken == null && reading.addPart(this)) {
          EntryColumns chunk = new EntryColumns();
          entries.moveTo(chunk);
          reading.directory.holdForChunk();
          new ChunkPart(reading, handle, chunk).fork();
        } else if (!statAndShow(handle, entries).equals(COMPLETE)) {
          return CANCELLED;
        }
        if (broken != null) {
          throw broken;
        }
        if (isStopped()) {
          return CANCELLED;
        }
      }
    }
  }

  /** Fetches the attributes of some names of a huge directory. */
  private final class ChunkPart extends Part {

    private static final long serialVersionUID = 1L;

    private final transient OpenDirectory handle;
    private final transient EntryColumns entries;

    ChunkPart(Reading reading, OpenDirectory handle, EntryColumns entries) {
      super(reading);
      this.handle = handle;
      this.entries = entries;
    }

    @Override
    Outcome work() {
      try {
        return statAndShow(handle, entries);
      } finally {
        reading.directory.release();
      }
    }
  }
}
