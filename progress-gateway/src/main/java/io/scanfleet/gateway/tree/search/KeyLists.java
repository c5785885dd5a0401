package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Divides what is stored under some keys into portions. */
final class KeyLists implements Portions {

  private static final int KEYS = 256;
  private static final int MOST_ROWS = 2048;

  private final List<DirectoryKey> keys;
  private Place from;
  private int at;

  /**
   * @param keys in the order they are stored in; those before {@code from} are passed over
   */
  KeyLists(List<DirectoryKey> keys, Place from) {
    this.keys = keys;
    this.from = from;
    while (at < keys.size() && comesBefore(keys.get(at), from.key())) {
      at++;
    }
  }

  private static boolean comesBefore(DirectoryKey a, DirectoryKey b) {
    int high = Long.compareUnsigned(a.high(), b.high());
    return high != 0 ? high < 0 : Long.compareUnsigned(a.low(), b.low()) < 0;
  }

  @Override
  public Place.Table table() {
    return from.table();
  }

  @Override
  public @Nullable Portion next() {
    if (at >= keys.size()) {
      return null;
    }
    List<DirectoryKey> some = keys.subList(at, Math.min(keys.size(), at + KEYS));
    Portion portion = new Portion(from, null, some, MOST_ROWS);
    at += some.size();
    if (at < keys.size()) {
      from = Place.at(from.table(), keys.get(at));
    }
    return portion;
  }

  @Override
  public @Nullable Portion searched(Portion portion, Candidates found) {
    Place end = found.end();
    return end == null ? null : portion.from(end);
  }

  @Override
  public @Nullable Place rest() {
    return at >= keys.size() ? null : from;
  }
}
