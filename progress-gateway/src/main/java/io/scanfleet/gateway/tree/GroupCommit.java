package io.scanfleet.gateway.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Service;

/**
 * Commits what several threads bring at once in one transaction.
 *
 * <p>Directories are stored by keys that are spread evenly, so a page changes places all over the
 * index, and a commit has to reach the disk: several pages at once change the same places once and
 * wait once. Who finds nobody storing takes all that waits with its own page and stores it; the
 * others find theirs done when it is their turn. Nobody waits for company. A thread returns when
 * its page is committed, so bounded threads bound what is held. Thread-safe.
 */
@Service
public class GroupCommit {

  /** So that others who write are not held up for long. */
  private static final int MOST_AT_ONCE = 16;

  private final TreeStore store;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock storing = new ReentrantLock();

  public GroupCommit(TreeStore store) {
    this.store = store;
  }

  /** A page and what has become of it; touched by who holds the lock. */
  private static final class Waiting {
    final StoredPage page;
    boolean committed;

    Waiting(StoredPage page) {
      this.page = page;
    }
  }

  /** Stores a page; it is committed when this returns, and not if it throws. */
  public void store(StoredPage page) {
    Waiting own = new Waiting(page);
    queue.add(own);
    storing.lock();
    try {
      while (!own.committed) {
        storeSome(own);
      }
    } finally {
      storing.unlock();
    }
  }

  private void storeSome(Waiting own) {
    List<Waiting> group = new ArrayList<>();
    Waiting next = queue.poll();
    while (next != null) {
      group.add(next);
      next = group.size() < MOST_AT_ONCE ? queue.poll() : null;
    }
    try {
      store.store(group.stream().map(each -> each.page).toList());
    } catch (RuntimeException e) {
      // Which of them is to blame is found by whoever brought it.
      group.remove(own);
      queue.addAll(group);
      queue.remove(own);
      store.store(List.of(own.page));
      own.committed = true;
      return;
    }
    group.forEach(each -> each.committed = true);
  }
}
