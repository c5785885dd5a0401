package io.scanfleet.gateway.tree.sequence;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the family of a name without making an object for it: open addressing, at most half full.
 * Not thread-safe while families are added.
 */
final class FamilyTable {

  private @Nullable Family[] slots = new @Nullable Family[16];
  private int size;

  int size() {
    return size;
  }

  static int hash(byte[] name, FrameName read) {
    int hash = 1;
    for (int i = 0; i < read.prefixEnd; i++) {
      hash = 31 * hash + name[i];
    }
    for (int i = read.suffixStart; i < read.length; i++) {
      hash = 31 * hash + name[i];
    }
    return hash * 0x9E3779B9;
  }

  @Nullable Family find(byte[] name, FrameName read, int hash) {
    int mask = slots.length - 1;
    for (int at = start(hash, mask); ; at = (at + 1) & mask) {
      Family family = slots[at];
      if (family == null || (family.hash == hash && family.isOf(name, read))) {
        return family;
      }
    }
  }

  /** Adds a family that is not there. */
  void add(Family family) {
    if (2 * (size + 1) > slots.length) {
      @Nullable Family[] old = slots;
      slots = new @Nullable Family[old.length * 2];
      for (Family each : old) {
        if (each != null) {
          put(each);
        }
      }
    }
    put(family);
    size++;
  }

  private void put(Family family) {
    int mask = slots.length - 1;
    int at = start(family.hash, mask);
    while (slots[at] != null) {
      at = (at + 1) & mask;
    }
    slots[at] = family;
  }

  private static int start(int hash, int mask) {
    return (hash ^ (hash >>> 16)) & mask;
  }

  List<Family> all() {
    List<Family> all = new ArrayList<>(size);
    for (Family family : slots) {
      if (family != null) {
        all.add(family);
      }
    }
    return all;
  }
}
