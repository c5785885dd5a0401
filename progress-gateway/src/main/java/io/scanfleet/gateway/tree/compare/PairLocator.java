package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.Half.Presence;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.RawName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the two directories that a path speaks of. It is a path of the newer tree; of the older one
 * only if the newer has no directory there. What lies at it, or above it, may have moved: then the
 * other directory is the one at the other place. For one request.
 */
final class PairLocator {

  private final ComparedRows rows;
  private final ComparedTree olderTree;
  private final ComparedTree newerTree;
  private final Moves moves;

  PairLocator(ComparedRows rows, ComparedTree older, ComparedTree newer, Moves moves) {
    this.rows = rows;
    this.olderTree = older;
    this.newerTree = newer;
    this.moves = moves;
  }

  /**
   * Two directories.
   *
   * @param movedFrom where the older one is, if it lies elsewhere; null if it does not
   * @param movedTo where the newer one is, if the path speaks of the older one's place; likewise
   */
  record Located(
      Half older,
      Half newer,
      @Nullable DirectoryPlace movedFrom,
      @Nullable DirectoryPlace movedTo) {}

  /** Both directories; one at least is there, or neither. */
  Located locate(List<RawName> path) {
    List<DirectoryPlace> plain = places(path, key -> null);
    Half newer = half(newerTree, plain);
    if (newer.isPresent()) {
      List<DirectoryPlace> before = places(path, key -> former(moves.to(key)));
      return new Located(half(olderTree, before), newer, elsewhere(before, plain), null);
    }
    Half older = half(olderTree, plain);
    if (older.isPresent()) {
      List<DirectoryPlace> now = places(path, key -> present(moves.from(key)));
      if (elsewhere(now, plain) != null) {
        return new Located(older, half(newerTree, now), null, elsewhere(now, plain));
      }
    }
    return new Located(older, newer, null, null);
  }

  private static @Nullable DirectoryPlace former(@Nullable Move move) {
    return move == null ? null : move.older();
  }

  private static @Nullable DirectoryPlace present(@Nullable Move move) {
    return move == null ? null : move.newer();
  }

  private static @Nullable DirectoryPlace elsewhere(
      List<DirectoryPlace> places, List<DirectoryPlace> plain) {
    return places.isEmpty() || places.getLast().key().equals(plain.getLast().key())
        ? null
        : places.getLast();
  }

  private static List<DirectoryPlace> places(
      List<RawName> path, Function<DirectoryKey, @Nullable DirectoryPlace> moved) {
    List<DirectoryPlace> places = new ArrayList<>();
    DirectoryKey here = DirectoryKey.ROOT;
    DirectoryPlace there = DirectoryPlace.ROOT;
    for (RawName each : path) {
      byte[] name = each.toBytes();
      here = here.child(name);
      DirectoryPlace elsewhere = moved.apply(here);
      there = elsewhere != null ? elsewhere : there.child(name);
      places.add(there);
    }
    return places;
  }

  /** The directory at the last place, with what is known if there is none. */
  private Half half(ComparedTree tree, List<DirectoryPlace> places) {
    Half half = at(tree, places, places.size());
    if (half.isPresent()) {
      return half;
    }
    for (int above = places.size() - 1; above >= 0; above--) {
      Half parent = at(tree, places, above);
      if (parent.isPresent()) {
        return Half.without(tree, presence(parent, places.get(above).name()), places.getLast());
      }
    }
    return half;
  }

  /** The directory that the first {@code depth} places lead to. */
  private Half at(ComparedTree tree, List<DirectoryPlace> places, int depth) {
    return Half.read(rows, tree, depth == 0 ? DirectoryPlace.ROOT : places.get(depth - 1));
  }

  /** Whether a directory of which nothing is stored is not there. */
  private Presence presence(Half parent, byte[] name) {
    Presence[] found = {parent.isWhole() ? Presence.ABSENT : Presence.UNKNOWN};
    parent.each(
        rows,
        entries -> {
          for (int i = 0; i < entries.size(); i++) {
            if (Arrays.equals(entries.name(i), name)) {
              found[0] = entries.isDirectory(i) ? Presence.UNKNOWN : Presence.ABSENT;
            }
          }
        });
    return found[0];
  }
}
