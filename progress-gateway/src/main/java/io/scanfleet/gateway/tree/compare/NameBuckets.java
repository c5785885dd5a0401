package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.compare.ComparedRows.Row;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Tells which entries of two huge directories can differ, without holding them: names fall into
 * {@value #BUCKETS} buckets by a hash, and each bucket has a digest of what fell into it on either
 * side. A bucket with equal digests needs no looking at. Not thread-safe.
 */
final class NameBuckets {

  private static final int BITS = 16;
  private static final int BUCKETS = 1 << BITS;

  private final long[] older = new long[BUCKETS];
  private final long[] newer = new long[BUCKETS];

  private final int[] olderSizes = new int[BUCKETS];
  private final int[] newerSizes = new int[BUCKETS];
  private final BitSet uncertain = new BitSet(BUCKETS);

  /** Buckets from one to another of which some are to be looked at. */
  record Slice(BitSet wanted, int from, int to) {

    boolean holds(byte[] name) {
      int bucket = bucket(name);
      return bucket >= from && bucket < to && wanted.get(bucket);
    }
  }

  /**
   * Takes a part of the older directory.
   *
   * @param rows those of the directories in it that are finished
   */
  void addOlder(EntryColumns part, Map<DirectoryKey, Row> rows, DirectoryKey parent) {
    add(older, olderSizes, part, rows, parent);
  }

  /** Takes a part of the newer directory, likewise. */
  void addNewer(EntryColumns part, Map<DirectoryKey, Row> rows, DirectoryKey parent) {
    add(newer, newerSizes, part, rows, parent);
  }

  private void add(
      long[] digests,
      int[] sizes,
      EntryColumns part,
      Map<DirectoryKey, Row> rows,
      DirectoryKey parent) {
    for (int i = 0; i < part.size(); i++) {
      byte[] name = part.name(i);
      int bucket = bucket(name);
      sizes[bucket]++;
      digests[bucket] += EntryDigest.of(part, i);
      if (part.error(i) != null) {
        uncertain.set(bucket);
      }
      if (part.isDirectory(i)) {
        Row row = rows.get(parent.child(name));
        Long digest = row == null || row.totals().partial() ? null : row.digest();
        if (digest == null) {
          uncertain.set(bucket);
        } else {
          digests[bucket] += EntryDigest.ofDirectory(name, digest);
        }
      }
    }
  }

  /**
   * What to look at, in pieces of some entries on either side.
   *
   * @param all whether what cannot differ is to be looked at too
   */
  List<Slice> slices(boolean all, int entries) {
    BitSet wanted = new BitSet(BUCKETS);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      wanted.set(bucket, all || uncertain.get(bucket) || older[bucket] != newer[bucket]);
    }
    List<Slice> slices = new ArrayList<>();
    int from = 0;
    long held = 0;
    for (int bucket = wanted.nextSetBit(0); bucket >= 0; bucket = wanted.nextSetBit(bucket + 1)) {
      int size = Math.max(olderSizes[bucket], newerSizes[bucket]);
      if (held > 0 && held + size > entries) {
        slices.add(new Slice(wanted, from, bucket));
        from = bucket;
        held = 0;
      }
      held += size;
    }
    if (held > 0) {
      slices.add(new Slice(wanted, from, BUCKETS));
    }
    return slices;
  }

  private static int bucket(byte[] name) {
    return (Arrays.hashCode(name) * 0x9E3779B9) >>> (32 - BITS);
  }
}
