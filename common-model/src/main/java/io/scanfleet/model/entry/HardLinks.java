package io.scanfleet.model.entry;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which inodes with several links have been seen, so that their size counts once. An inode
 * whose links have all been seen is forgotten, so what is held does not grow with the files but
 * with the links that lie elsewhere. Thread-safe.
 */
public final class HardLinks {

  private record Inode(long device, long number) {}

  private final ConcurrentHashMap<Inode, Integer> linksToCome = new ConcurrentHashMap<>();

  /**
   * Takes note of one name of an inode.
   *
   * @param links how many names it has
   * @return whether this is the first of them
   */
  public boolean isFirst(long device, long inode, int links) {
    boolean[] first = {false};
    linksToCome.compute(
        new Inode(device, inode),
        (key, left) -> {
          if (left == null) {
            first[0] = true;
            return links - 1;
          }
          return left == 1 ? null : Integer.valueOf(left - 1);
        });
    return first[0];
  }

  /** How many inodes are held. */
  public int size() {
    return linksToCome.size();
  }
}
