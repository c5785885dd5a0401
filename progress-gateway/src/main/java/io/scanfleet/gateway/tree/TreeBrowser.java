package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.EntrySelection.Selected;
import io.scanfleet.gateway.tree.TreeOrder.Place;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequenceCollector;
import io.scanfleet.gateway.tree.sequence.SequencePattern;
import io.scanfleet.gateway.tree.sequence.Sequences;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens directories of stored trees.
 *
 * <p>A directory's listings name its entries, and the rows of the directories in it tell their
 * totals; a directory in it without a row is not finished yet. Listings are fetched one after the
 * other. Several levels are opened from the top down, up to {@value #MOST_OPENED} directories.
 */
@Service
class TreeBrowser {

  /** Directories opened for one answer. */
  private static final int MOST_OPENED = 1000;

  private final DirectoryRows rows;
  private final LargeDirectories large = new LargeDirectories();

  TreeBrowser(DirectoryRows rows) {
    this.rows = rows;
  }

  /**
   * What is wanted of a directory.
   *
   * @param depth how many levels of entries, from 1
   * @param sequences whether the frames of an image sequence are one entry
   * @param sequence whose frames alone are wanted; null for all entries
   */
  record Query(
      TreeOrder order,
      PageStart start,
      int limit,
      int depth,
      boolean sequences,
      @Nullable SequencePattern sequence) {

    /** The same of a directory on a lower level. */
    Query below() {
      return new Query(order, new PageStart.First(), limit, 1, sequences, null);
    }
  }

  /**
   * An opened directory.
   *
   * @param totals if the directory is not finished, what is finished of it
   * @param complete whether the totals are final
   * @param error why it could not be read, or not to the end
   * @param others the entries behind those shown, added up; null if there are none
   * @param offset how many entries come before those shown
   * @param entryCount how many entries it has, on all pages; as far as it has been read
   * @param next where the next page begins; null if this is the last
   */
  record Opened(
      Totals totals,
      boolean complete,
      @Nullable String error,
      List<TreeEntry> entries,
      @Nullable FoldedEntries others,
      long offset,
      long entryCount,
      @Nullable Place next) {}

  /** Opens a directory; empty if there is none at that path, or none has been found there yet. */
  // Without a transaction, but with one connection for all its questions: among many who ask, one
  // that has to wait for a connection again and again is served last.
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<Opened> open(long targetKey, TreePath path, Query query) {
    return page(targetKey, path.key(), query)
        .map(
            page ->
                new Opened(
                    page.totals(),
                    page.complete(),
                    page.error(),
                    entries(targetKey, path.key(), page.shown(), query),
                    page.others(),
                    page.offset(),
                    page.count(),
                    page.others() == null ? null : page.shown().getLast().place()));
  }

  /** One level of a directory. */
  private record Page(
      Totals totals,
      boolean complete,
      @Nullable String error,
      List<Selected> shown,
      @Nullable FoldedEntries others,
      long offset,
      long count) {}

  private Optional<Page> page(long targetKey, DirectoryKey key, Query query) {
    DirectoryRows.Found found = rows.find(targetKey, key);
    Finished finished = found.finished();
    LargeDirectories.Content content = LargeDirectories.Content.of(targetKey, key, finished);
    Sequences sequences =
        query.sequences() ? large.sequences(content, () -> sequences(found)) : null;
    EntryPlaces places =
        new EntryPlaces(
            rows, targetKey, key, found, query.order().sort(), sequences, query.sequence());
    PageSearch search = new PageSearch(places::each, query.order());
    Threshold from =
        search.find(
            placed(query.start(), sequences),
            () ->
                large.milestones(
                    query.sequence() == null ? content : null,
                    query.order(),
                    query.sequences(),
                    search::milestones));
    EntrySelection selection =
        new EntrySelection(query.order(), from, query.limit(), finished == null);
    boolean listed = places.visit(selection);
    if (!listed && finished == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Page(
            finished == null ? selection.totalsSoFar() : finished.totals(),
            finished != null,
            finished == null ? null : finished.error(),
            selection.inOrder(),
            selection.others(),
            selection.offset(),
            selection.count()));
  }

  private static Sequences sequences(DirectoryRows.Found found) {
    SequenceCollector collector = new SequenceCollector();
    found.listings(collector::add);
    return collector.finish();
  }

  /** An image sequence is named by its notation, and stands where its first frame would. */
  private static PageStart placed(PageStart start, @Nullable Sequences sequences) {
    if (sequences != null && start instanceof PageStart.Named(byte[] name)) {
      for (Sequence sequence : sequences.all()) {
        if (Arrays.equals(sequence.notation().toBytes(), name)) {
          return new PageStart.Named(sequence.pattern().nameOf(sequence.first()));
        }
      }
    }
    return start;
  }

  /** An entry on its way to being shown, with those in it once it has been opened. */
  private static final class Node {
    final DirectoryKey parent;
    final Selected selected;
    final int level;
    @Nullable List<Node> below;
    @Nullable FoldedEntries others;

    Node(DirectoryKey parent, Selected selected, int level) {
      this.parent = parent;
      this.selected = selected;
      this.level = level;
    }

    TreeEntry toEntry() {
      return below == null
          ? selected.entry()
          : selected.entry().withEntries(below.stream().map(Node::toEntry).toList(), others);
    }
  }

  private List<TreeEntry> entries(
      long targetKey, DirectoryKey key, List<Selected> shown, Query query) {
    Query further = query.below();
    List<Node> top = nodes(key, shown, 1);
    Deque<Node> closed = new ArrayDeque<>(top);
    int opened = 1;
    while (!closed.isEmpty() && opened < MOST_OPENED) {
      Node node = closed.remove();
      if (node.level == query.depth() || !node.selected.entry().isDirectory()) {
        continue;
      }
      opened++;
      DirectoryKey own = node.parent.child(node.selected.place().name());
      page(targetKey, own, further)
          .ifPresent(
              page -> {
                node.below = nodes(own, page.shown(), node.level + 1);
                node.others = page.others();
                closed.addAll(node.below);
              });
    }
    return top.stream().map(Node::toEntry).toList();
  }

  private static List<Node> nodes(DirectoryKey parent, List<Selected> shown, int level) {
    return shown.stream().map(selected -> new Node(parent, selected, level)).toList();
  }
}
