package io.scanfleet.model.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.model.RawName;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ListingCodecTest {

  private static final String FIRST_FORMAT =
      "28b52ffd206949030003010102000000000d636f6d702e313030312e6578720805322e65787200066c6f636b6564d20f02d50f804000814009000a8094ebdc038094ebdc03008401008301540255020001c80600c706030004c80100c7010102115065726d697373696f6e2064656e696564";

  private static final String WITH_DICTIONARY =
      "046347000015020013030a8fe53c129e70d096b18c8d64fc37295b8c20e1c13fdfa973837df377a3ec7ed1959c894a78245f0c08fc14581082b134260b06a49a5a68247057c9ae067482";

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
    assertThat(ListingCodec.encode(frames)).hasSizeLessThan(4 * 1000);
  }

  @Test
  void framesOfAnySizeAndTimeTakeWhatIsRandomInThemAndLittleMore() {
    Random random = new Random(3);
    EntryColumns frames = new EntryColumns();
    for (int frame = 1001; frame < 1101; frame++) {
      byte[] name = RawName.of("sh010_comp_v003." + frame + ".exr").toBytes();
      int i = frames.add(name, 0, name.length, EntryType.FILE);
      long bytes = 20_000_000L + random.nextInt(4_000_000);
      frames.setSizes(i, bytes, ListingCodec.usualAllocated(bytes));
      frames.setModified(i, 1_700_000_000 + frame * 13, random.nextInt(1_000_000_000));
      frames.setInode(i, 66, 4_000_000 + frame, 1);
    }
    double randomBytes = (Math.log(4e6) + Math.log(1e9)) / Math.log(256);
    assertThat(ListingCodec.encode(frames).length / 100.0).isLessThan(randomBytes + 2.2);
  }

  @Test
  void listingsOfTheFirstFormatAreStillRead() {
    // Made by the encoder as it was then, of three entries.
    byte[] listing = java.util.HexFormat.of().parseHex(FIRST_FORMAT);
    EntryColumns entries = ListingCodec.decode(listing);
    assertThat(entries.size()).isEqualTo(3);
    assertThat(entries.displayName(0)).isEqualTo("comp.1001.exr");
    assertThat(entries.displayName(1)).isEqualTo("comp.1002.exr");
    assertThat(entries.displayName(2)).isEqualTo("locked");
    assertThat(entries.type(2)).isEqualTo(EntryType.DIRECTORY);
    assertThat(entries.bytes(1)).isEqualTo(1002);
    assertThat(entries.allocated(1)).isEqualTo(4096);
    assertThat(entries.modifiedSeconds(0)).isEqualTo(-5);
    assertThat(entries.modifiedNanos(0)).isEqualTo(999_999_999);
    assertThat(entries.modifiedNanos(2)).isEqualTo(EntryColumns.UNKNOWN_TIME);
    assertThat(entries.inode(1)).isEqualTo(43);
    assertThat(entries.owner(0)).isEqualTo(-2);
    assertThat(entries.error(2)).isEqualTo("Permission denied");
  }

  private static EntryColumns smallDirectory() {
    EntryColumns entries = new EntryColumns();
    for (String each : new String[] {"README.md", "__init__.py", "render.py", "setup.cfg"}) {
      byte[] name = RawName.of(each).toBytes();
      int i = entries.add(name, 0, name.length, EntryType.FILE);
      long bytes = 1000L * (i + 1);
      entries.setSizes(i, bytes, ListingCodec.usualAllocated(bytes));
      entries.setModified(i, 1_764_000_000 + i, 0);
      entries.setInode(i, 66, 4_000_000 + i, 1);
      entries.setAccess(i, 0644, 1000, 100);
    }
    return entries;
  }

  @Test
  void aSmallDirectoryIsWrittenWithTheDictionaryThatIsNeverChanged() {
    byte[] listing = ListingCodec.encode(smallDirectory());
    assertThat(listing).hasSizeLessThan(80);
    byte[] asEverBefore = java.util.HexFormat.of().parseHex(WITH_DICTIONARY);
    for (byte[] each : new byte[][] {listing, asEverBefore}) {
      EntryColumns entries = ListingCodec.decode(each);
      assertThat(entries.size()).isEqualTo(4);
      assertThat(entries.displayName(1)).isEqualTo("__init__.py");
      assertThat(entries.bytes(3)).isEqualTo(4000);
      assertThat(entries.modifiedSeconds(2)).isEqualTo(1_764_000_002);
      assertThat(entries.inode(0)).isEqualTo(4_000_000);
      assertThat(entries.mode(0)).isEqualTo(0644);
    }
  }

  /**
   * Whatever the bytes are, they are either a listing or refused; nothing else may come of them.
   */
  @Test
  void damagedBytesAreRefusedOrDecoded() {
    Random random = new Random(7);
    byte[] large = ListingCodec.encode(entries(random, 100));
    byte[] small = ListingCodec.encode(smallDirectory());
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] damaged = round % 2 == 0 ? large.clone() : small.clone();
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
    assertThat(refused).isGreaterThan(2000);
  }
}
