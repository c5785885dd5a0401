package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.entry.ListingReader;

/**
 * Names that some bytes occur in. All names of a listing are searched as one text; what is found
 * across the border of two is passed over.
 *
 * @param folded whether the bytes are to be found in either case; they are in small letters then
 */
record NamesWith(ByteSearch bytes, boolean folded) implements NameTest {

  @Override
  public int next(ListingReader listing, int from) {
    byte[] text = folded ? listing.foldedNames() : listing.names();
    int to = listing.nameStart(listing.size());
    int entry = from;
    int at = listing.nameStart(from);
    while (true) {
      at = bytes.find(text, at, to);
      if (at < 0) {
        return -1;
      }
      while (listing.nameEnd(entry) <= at) {
        entry++;
      }
      if (at + bytes.length() <= listing.nameEnd(entry)) {
        return entry;
      }
      at++;
    }
  }
}
