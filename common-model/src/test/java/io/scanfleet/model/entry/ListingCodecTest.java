package io.scanfleet.model.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.model.RawName;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ListingCodecTest {

  /** Entries of every kind, with everything that is unusual about them. */
  static EntryColumns entries(Random random, int count) {
    EntryColumns entries = new EntryColumns();
    for (int n = 0; n < count; n++) {
      byte[] name = new byte[1 + random.nextInt(40)];
      random.nextBytes(name);
      for (int b = 0; b < name.length; b++) {
        name[b] = name[b] == '/' || name[b] == 0 ? (byte) 'x' : name[b];
      }
      byte[] unique = (n + ".").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      byte[] whole = java.util.Arrays.copyOf(unique, unique.length + name.length);
      System.arraycopy(name, 0, whole, unique.length, name.length);
      EntryType type = EntryType.ofCode(random.nextInt(EntryType.values().length));
      int i = entries.add(whole, 0, whole.length, type);
      if (random.nextInt(10) > 0) {
        entries.setSizes(
            i, random.nextLong() >>> 1, random.nextBoolean() ? -1 : random.nextLong() >>> 1);
        entries.setModified(i, random.nextLong(), random.nextInt(1_000_000_000));
        entries.setInode(i, random.nextLong(), random.nextLong(), random.nextInt(1 << 20));
        entries.setAccess(i, random.nextInt(0x1000), random.nextInt(), random.nextInt());
      }
      entries.setFlags(i, random.nextInt(8));
      if (random.nextInt(10) == 0) {
        entries.setError(i, "Permission denied " + n);
      }
    }
    return entries;
  }

  @Test
  void everythingComesBackOrderedByName() {
    Random random = new Random(42);
    for (int round = 0; round < 50; round++) {
      EntryColumns original = entries(random, random.nextInt(300));
      EntryColumns decoded = ListingCodec.decode(ListingCodec.encode(original));
      assertThat(decoded.size()).isEqualTo(original.size());
      TreeMap<RawName, Integer> byName = new TreeMap<>();
      for (int i = 0; i < original.size(); i++) {
        byName.put(RawName.of(original.name(i)), i);
      }
      int j = 0;
      for (int i : byName.values()) {
        assertThat(decoded.name(j)).isEqualTo(original.name(i));
        assertThat(decoded.type(j)).isEqualTo(original.type(i));
        assertThat(decoded.flags(j)).isEqualTo(original.flags(i));
        assertThat(decoded.bytes(j)).isEqualTo(original.bytes(i));
        assertThat(decoded.allocated(j)).isEqualTo(original.allocated(i));
        assertThat(decoded.modifiedSeconds(j)).isEqualTo(original.modifiedSeconds(i));
        assertThat(decoded.modifiedNanos(j)).isEqualTo(original.modifiedNanos(i));
        assertThat(decoded.device(j)).isEqualTo(original.device(i));
        assertThat(decoded.inode(j)).isEqualTo(original.inode(i));
        assertThat(decoded.links(j)).isEqualTo(original.links(i));
        assertThat(decoded.mode(j)).isEqualTo(original.mode(i));
        assertThat(decoded.owner(j)).isEqualTo(original.owner(i));
        assertThat(decoded.group(j)).isEqualTo(original.group(i));
        assertThat(decoded.error(j)).isEqualTo(original.error(i));
        j++;
      }
    }
  }

  @Test
  void anImageSequenceTakesAFewBytesAFrame() {
    EntryColumns frames = new EntryColumns();
    for (int frame = 1001; frame < 2001; frame++) {
      byte[] name = RawName.of("sh010_comp_v003." + frame + ".exr").toBytes();
      int i = frames.add(name, 0, name.length, EntryType.FILE);
      frames.setSizes(i, 12_345_678 + frame % 7, 12_349_440);
      frames.setModified(i, 1_700_000_000 + frame, frame * 1000);
      frames.setInode(i, 66, 4_000_000 + frame, 1);
    }
    assertThat(ListingCodec.encode(frames)).hasSizeLessThan(16 * 1000);
  }

  /**
   * Whatever the bytes are, they are either a listing or refused; nothing else may come of them.
   */
  @Test
  void damagedBytesAreRefusedOrDecoded() {
    Random random = new Random(7);
    byte[] good = ListingCodec.encode(entries(random, 100));
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = good.clone();
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      try {
        assertThat(ListingCodec.decode(damaged).size()).isLessThanOrEqualTo(8192);
      } catch (MalformedDataException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }
}
