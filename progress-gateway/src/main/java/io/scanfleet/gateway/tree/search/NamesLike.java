package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.entry.ListingReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names that match one of some globs. With a single glob that has a few letters in it, those are
 * looked for first, in all names at once.
 */
final class NamesLike implements NameTest {

  private static final int FEW_LETTERS = 3;

  private final List<Glob> globs;
  private final boolean folded;
  private final @Nullable NamesWith likely;

  /**
   * @param folded whether case does not matter; the globs are in small letters then
   */
  NamesLike(List<Glob> globs, boolean folded) {
    this.globs = List.copyOf(globs);
    this.folded = folded;
    byte[] letters = globs.size() == 1 ? globs.getFirst().longestLiteral() : new byte[0];
    this.likely =
        letters.length < FEW_LETTERS ? null : new NamesWith(new ByteSearch(letters), folded);
  }

  @Override
  public int next(ListingReader listing, int from) {
    byte[] text = folded ? listing.foldedNames() : listing.names();
    for (int i = from; i < listing.size(); i++) {
      if (likely != null) {
        i = likely.next(listing, i);
        if (i < 0) {
          return -1;
        }
      }
      if (Glob.anyMatches(globs, text, listing.nameStart(i), listing.nameEnd(i))) {
        return i;
      }
    }
    return -1;
  }
}
