package io.scanfleet.agent.task;

import io.scanfleet.agent.tree.TreeSink;
import io.scanfleet.agent.tree.UnfinishedDirectory;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whose files a tree holds, on their way to another sink, so that their names can be
 * asked for once at the end. Of very many owners some are not remembered. Thread-safe.
 */
final class AccountsSeen implements TreeSink {

  private static final int MOST = 1000;

  private final TreeSink next;
  private final Set<Integer> users = ConcurrentHashMap.newKeySet();
  private final Set<Integer> groups = ConcurrentHashMap.newKeySet();

  AccountsSeen(TreeSink next) {
    this.next = next;
  }

  Set<Integer> users() {
    return users;
  }

  Set<Integer> groups() {
    return groups;
  }

  @Override
  public boolean wantsListings() {
    return next.wantsListings();
  }

  @Override
  public void listing(UnfinishedDirectory directory, int part, EntryColumns entries) {
    for (int i = 0; i < entries.size(); i++) {
      // Neighbours mostly have the same owner.
      if (i == 0 || entries.owner(i) != entries.owner(i - 1)) {
        remember(users, entries.owner(i));
      }
      if (i == 0 || entries.group(i) != entries.group(i - 1)) {
        remember(groups, entries.group(i));
      }
    }
    next.listing(directory, part, entries);
  }

  private static void remember(Set<Integer> accounts, int number) {
    if (accounts.size() < MOST) {
      accounts.add(number);
    }
  }

  @Override
  public void finished(UnfinishedDirectory directory, Totals totals, long digest) {
    next.finished(directory, totals, digest);
  }

  @Override
  public void unreadable(UnfinishedDirectory directory, byte @Nullable [] name, String reason) {
    next.unreadable(directory, name, reason);
  }
}
