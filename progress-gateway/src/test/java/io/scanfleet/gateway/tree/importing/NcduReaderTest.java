package io.scanfleet.gateway.tree.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NcduReaderTest {

  /** As ncdu 1.18 writes with -e; a name that is not UTF-8, a link inside and one outside. */
  private static final byte[] WHOLE =
      """
      [1,2,{"progname":"ncdu","progver":"1.18","timestamp":1795668166},
      [{"name":"/vol/t","asize":4096,"dsize":4096,"dev":65024,"uid":0,"gid":0,"mode":16877,"mtime":1795668166},
      {"name":"p","uid":7,"gid":8,"mode":4516,"mtime":1795668166,"notreg":true},
      [{"name":"a","asize":4096,"dsize":4096},
      [{"name":"b","asize":4096,"dsize":4096,"read_error":true},
      {"name":"y","asize":3,"dsize":4096,"ino":2154858,"hlnkc":true,"nlink":2}],
      {"name":"x","asize":3,"dsize":4096,"ino":2154858,"hlnkc":true,"nlink":2},
      {"name":"l","asize":1,"notreg":true},
      {"name":"s","asize":10,"dsize":4096,"ino":7,"hlnkc":true,"nlink":9}],
      {"name":"cache","dev":0,"excluded":"pattern"},
      {"name":"proc","dev":3,"excluded":"kernfs"},
      {"name":"gone","read_error":true},
      {"name":"\u00ff\\u0001\\"n\\ud83d\\ude00\\u00e9\\ud83d","asize":1,"dsize":4096},
      [{"name":"no","asize":4096,"dsize":4096,"new":[1,{"x":[]},"]",-1.5e3]}]]]
      """
          .getBytes(StandardCharsets.ISO_8859_1);

  /** What came of an export. */
  private static final class Made implements TreeOfExport.Sink {
    final Map<String, EntryColumns> listings = new HashMap<>();
    final Map<String, FinishedDirectory> directories = new HashMap<>();
    final Map<String, Integer> parts = new HashMap<>();
    long files;
    int largest;

    @Override
    public void listing(ListingPart part, EntryColumns gathered) {
      String key = part.key().toString();
      assertThat(parts.merge(key, 1, Integer::sum)).isEqualTo(part.part() + 1);
      EntryColumns entries = ListingCodec.decode(part.listing());
      assertThat(entries.size()).isEqualTo(gathered.size());
      largest = Math.max(largest, entries.size());
      for (int i = 0; i < entries.size(); i++) {
        files += entries.isDirectory(i) ? 0 : 1;
      }
      entries.moveTo(listings.computeIfAbsent(key, k -> new EntryColumns()));
    }

    @Override
    public void directory(FinishedDirectory directory) {
      String key = directory.key().toString();
      assertThat(directory.parts()).isEqualTo(parts.getOrDefault(key, 0));
      assertThat(directories.put(key, directory)).isNull();
    }
  }

  /** Counts what comes. */
  private static final class Counts implements TreeOfExport.Sink {
    int directories;
    int filesBeforeAny;

    @Override
    public void listing(ListingPart part, EntryColumns entries) {
      for (int i = 0; i < entries.size() && directories == 0; i++) {
        filesBeforeAny += entries.isDirectory(i) ? 0 : 1;
      }
    }

    @Override
    public void directory(FinishedDirectory directory) {
      directories++;
    }
  }

  private record Read(NcduReader.Heading heading, Made made, Totals totals) {}

  private static Read read(InputStream in) {
    NcduReader reader = new NcduReader(in);
    Made made = new Made();
    try {
      NcduReader.Heading heading = reader.readHeading();
      TreeOfExport tree = new TreeOfExport(made, heading.partial());
      reader.readTree(tree);
      return new Read(heading, made, tree.totals());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Read read(String text) {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String tree(String content) {
    return "[1,2,{},[{\"name\":\"/r\"}" + content + "]]";
  }

  private static EntryColumns root(Read read) {
    return Objects.requireNonNull(read.made().listings.get(DirectoryKey.ROOT.toString()));
  }

  private static int find(EntryColumns entries, String name) {
    for (int i = 0; i < entries.size(); i++) {
      if (Arrays.equals(entries.name(i), name.getBytes(StandardCharsets.ISO_8859_1))) {
        return i;
      }
    }
    throw new AssertionError("no " + name);
  }

  @Test
  void everythingThatAnExportTellsIsInTheTree() {
    Read read = read(new ByteArrayInputStream(WHOLE));
    assertThat(read.heading().program()).isEqualTo("ncdu 1.18");
    assertThat(read.heading().seconds()).isEqualTo(1795668166.0);
    assertThat(new String(read.heading().root(), StandardCharsets.UTF_8)).isEqualTo("/vol/t");

    assertThat(read.totals()).isEqualTo(new Totals(7, 4, 0, 1, 3 + 1 + 10 + 1, null, 2, true));
    assertThat(read.made().files).as("with what was excluded").isEqualTo(8);
    EntryColumns root = root(read);
    int p = find(root, "p");
    assertThat(root.type(p)).isEqualTo(EntryType.FIFO);
    assertThat(root.mode(p)).isEqualTo(4516 & 07777);
    assertThat(root.owner(p)).isEqualTo(7);
    assertThat(root.modifiedSeconds(p)).isEqualTo(1795668166);
    assertThat(root.bytes(p)).isZero();
    int cache = find(root, "cache");
    assertThat(root.has(cache, EntryColumns.EXCLUDED)).isTrue();
    assertThat(root.type(cache)).isEqualTo(EntryType.UNKNOWN);
    assertThat(root.bytes(cache)).isEqualTo(EntryColumns.UNKNOWN_SIZE);
    int proc = find(root, "proc");
    assertThat(root.has(proc, EntryColumns.OTHER_FILE_SYSTEM)).isTrue();
    assertThat(root.isDirectory(proc)).isTrue();
    int gone = find(root, "gone");
    assertThat(root.error(gone)).isEqualTo(TreeOfExport.UNREAD);
    int strange =
        find(root, "\u00ff\u0001\"n\u00f0\u009f\u0098\u0080\u00c3\u00a9\u00ef\u00bf\u00bd");
    assertThat(root.modifiedNanos(strange)).isEqualTo(EntryColumns.UNKNOWN_TIME);
    assertThat(root.mode(strange)).isEqualTo(EntryColumns.UNKNOWN_MODE);
    assertThat(root.device(strange)).isEqualTo(65024);

    DirectoryKey a = DirectoryKey.ROOT.child(new byte[] {'a'});
    EntryColumns inA = Objects.requireNonNull(read.made().listings.get(a.toString()));
    assertThat(inA.has(find(inA, "x"), EntryColumns.REPEATED_LINK)).isTrue();
    assertThat(inA.has(find(inA, "s"), EntryColumns.REPEATED_LINK)).isFalse();
    assertThat(inA.type(find(inA, "l"))).isEqualTo(EntryType.UNKNOWN);
    FinishedDirectory b =
        Objects.requireNonNull(read.made().directories.get(a.child(new byte[] {'b'}).toString()));
    assertThat(b.error()).isEqualTo(TreeOfExport.UNREAD);
    assertThat(b.totals().errors()).isEqualTo(1);
    FinishedDirectory finishedA = Objects.requireNonNull(read.made().directories.get(a.toString()));
    assertThat(finishedA.ownFiles()).isEqualTo(3);
    assertThat(finishedA.ownBytes()).isEqualTo(11);
    assertThat(finishedA.totals().bytes()).isEqualTo(14);
  }

  @Test
  void whatDiffersBelowShowsInTheDigestAndOrderDoesNot() {
    String one = ",[{\"name\":\"d\"},{\"name\":\"f\",\"asize\":1}],{\"name\":\"g\",\"asize\":2}";
    String turned = ",{\"name\":\"g\",\"asize\":2},[{\"name\":\"d\"},{\"asize\":1,\"name\":\"f\"}]";
    String other = ",[{\"name\":\"d\"},{\"name\":\"f\",\"asize\":3}],{\"name\":\"g\",\"asize\":2}";
    assertThat(digest(one)).isEqualTo(digest(turned)).isNotEqualTo(digest(other));
  }

  private static long digest(String content) {
    return Objects.requireNonNull(
            read(tree(content)).made().directories.get(DirectoryKey.ROOT.toString()))
        .digest();
  }

  @Test
  void aTreeThatSaysItIsNotWholeIsPartial() {
    assertThat(read("[1,2,{\"partial\":true},[{\"name\":\"/r\"}]]").totals().partial()).isTrue();
    assertThat(read(tree("")).totals().partial()).isFalse();
  }

  @Test
  void aDirectoryThatWasNotOpenedIsADirectory() {
    Read read = read(tree(",{\"name\":\"d\",\"mode\":16877,\"read_error\":true}"));
    assertThat(read.totals().directories()).isEqualTo(1);
    assertThat(read.totals().errors()).isEqualTo(1);
    assertThat(read.made().directories).hasSize(2);
  }

  @Test
  void timesBefore1970AndFractionsOfSecondsAreUnderstood() {
    EntryColumns root =
        root(
            read(
                tree(
                    ",{\"name\":\"a\",\"mtime\":18446744073078399617}"
                        + ",{\"name\":\"b\",\"mtime\":-631151999}"
                        + ",{\"name\":\"c\",\"mtime\":-1.25}"
                        + ",{\"name\":\"d\",\"mtime\":1.0000000019}"
                        + ",{\"name\":\"e\",\"mtime\":9223372036854775807}")));
    assertThat(root.modifiedSeconds(find(root, "a"))).isEqualTo(-631151999);
    assertThat(root.modifiedSeconds(find(root, "b"))).isEqualTo(-631151999);
    assertThat(root.modifiedSeconds(find(root, "c"))).isEqualTo(-2);
    assertThat(root.modifiedNanos(find(root, "c"))).isEqualTo(750_000_000);
    assertThat(root.modifiedNanos(find(root, "d"))).isEqualTo(1);
    assertThat(root.modifiedNanos(find(root, "e"))).isEqualTo(EntryColumns.UNKNOWN_TIME);
  }

  @Test
  void depthIsNoMatterOfTheStackNorOfMemory() {
    int levels = 100_000;
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      deep.append(",[{\"name\":\"d\"},{\"name\":\"f\",\"asize\":1}");
    }
    deep.append("]".repeat(levels));
    Read read = read(tree(deep.toString()));
    assertThat(read.totals()).isEqualTo(new Totals(levels, levels, 0, 0, levels, 0L, 0, false));
  }

  @Test
  void aHugeDirectoryLeavesInParts() {
    StringBuilder wide = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      wide.append(",{\"name\":\"").append(i).append("\",\"asize\":1}");
    }
    Read read = read(tree(wide.toString()));
    assertThat(root(read).size()).isEqualTo(20_000);
    assertThat(read.made().largest).isEqualTo(ListingCodec.MAX_ENTRIES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "| At byte 0, in line 1, it ends where an export, which begins with [ should come.",
        "{} | At byte 0, in line 1, an export, which begins with [ should come.",
        "[2,0,{},[{\"name\":\"/\"}]] | the version of the format is 2, which is not known",
        "[1,0,[],[{\"name\":\"/\"}]] | an object with what the export says of itself should come",
        "[1,0,{},{\"name\":\"/\"}] | At byte 8, in line 1, a directory, which begins with [",
        "[1,0,{},[]] | an object with a name should come",
        "[1,0,{},[{}]] | an object has no name",
        "[1,0,{},[{\"asize\":1}]] | an object has no name",
        "[1,0,{},[{\"name\":\"\"}]] | a name is one that nothing can have",
        "[1,0,{},[{\"name\":\"/r\"},{\"name\":\"..\"}]] | a name is one that nothing can have",
        "[1,0,{},[{\"name\":\"/r\"},{\"name\":\"a/b\"}]] | a name is one that nothing can have",
        "[1,0,{},[{\"name\":\"/r\"},{\"name\":\"a\\u0000\"}]] | a name is one that nothing can have",
        "[1,0,{},[{\"name\":\"/r\",\"asize\":-1}]] | asize is not a whole number from 0",
        "[1,0,{},[{\"name\":\"/r\",\"asize\":1.5}]] | asize is not a whole number from 0",
        "[1,0,{},[{\"name\":\"/r\",\"asize\":18446744073709551616}]] | of more than 64 bits",
        "[1,0,{},[{\"name\":\"/r\",\"asize\":18446744073709551615}]] | asize is not a whole number",
        "[1,0,{},[{\"name\":\"/r\",\"mtime\":1e9}]] | mtime has an exponent",
        "[1,0,{},[{\"name\":\"/r\",\"hlnkc\":1}]] | hlnkc, true or false, should come",
        "[1,0,{},[{\"name\":7}]] | a name should come",
        "[1,0,{},[{\"name\":\"\\q\"}]] | an unknown escape",
        "[1,0,{},[{\"name\":\"/r\"},]] | an object with a name should come",
        "[1,0,{},[{\"name\":\"/r\"} {\"name\":\"f\"}]] | a comma or ] should come",
        "[1,0,{},[{\"name\":\"/r\"}]]x | it goes on though the export has ended",
        "[1,0,{},[{\"name\":\"/r\"}] | it ends where ] should come",
      })
  void aFaultIsNamedWithItsPlace(String text, String expected) {
    assertThatExceptionOfType(BrokenExportException.class)
        .isThrownBy(() -> read(text == null ? "" : text))
        .withMessageContaining(expected)
        .withMessageStartingWith("At byte ");
  }

  @Test
  void aFaultFarBelowHasItsLine() {
    String text = "[1,2,{},\n[{\"name\":\"/r\"},\n\n{\"name\":\"f\",\"dsize\":true}]]";
    assertThatExceptionOfType(BrokenExportException.class)
        .isThrownBy(() -> read(text))
        .withMessage(
            "At byte " + text.indexOf("true") + ", in line 4, dsize, a number, should come.");
  }

  @Test
  void everyTruncationIsAFault() {
    String text = new String(WHOLE, StandardCharsets.ISO_8859_1).stripTrailing();
    for (int length = 0; length < text.length(); length++) {
      String truncated = text.substring(0, length);
      assertThatExceptionOfType(BrokenExportException.class)
          .as(truncated)
          .isThrownBy(() -> read(truncated))
          .withMessageContaining("it ends w");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverIsSentIsATreeOrAFault(long seed) throws IOException {
    Random random = new Random(seed);
    int trees = 0;
    for (int round = 0; round < 5_000; round++) {
      NcduReader reader = new NcduReader(new ByteArrayInputStream(mutate(random, WHOLE)));
      Counts counts = new Counts();
      try {
        NcduReader.Heading heading = reader.readHeading();
        TreeOfExport tree = new TreeOfExport(counts, heading.partial());
        reader.readTree(tree);
        assertThat(tree.totals().directories() + 1).isGreaterThanOrEqualTo(counts.directories);
        trees++;
      } catch (BrokenExportException e) {
        assertThat(e.getMessage()).endsWith(".");
      }
    }
    assertThat(trees).isBetween(100, 4_900);
  }

  /** Changes, removes, doubles or moves some bytes. */
  static byte[] mutate(Random random, byte[] original) {
    byte[] bytes = original.clone();
    for (int change = random.nextInt(1, 4); change > 0; change--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(random.nextInt(1, 20), bytes.length - at);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "[]{},:\"\\0-.".charAt(random.nextInt(11));
        case 2 -> {
          out.write(bytes, 0, at);
          out.write(bytes, at + length, bytes.length - at - length);
          bytes = out.toByteArray();
        }
        case 3 -> {
          out.write(bytes, 0, at + length);
          out.write(bytes, at, bytes.length - at);
          bytes = out.toByteArray();
        }
        default -> {
          int from = random.nextInt(bytes.length - length + 1);
          System.arraycopy(bytes.clone(), from, bytes, at, length);
        }
      }
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  @Test
  void linksOfWhichTheOthersNeverComeAreBounded() {
    StringBuilder links = new StringBuilder();
    for (int i = 0; i <= TreeOfExport.MOST_LINKED; i++) {
      links.append(",{\"name\":\"f\",\"hlnkc\":true,\"ino\":").append(i + 1).append('}');
    }
    String few = links.substring(0, links.lastIndexOf(",{"));
    assertThat(read(tree(few)).totals().files()).isEqualTo(TreeOfExport.MOST_LINKED);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(tree(links.toString())))
        .satisfies(e -> assertThat(e.getBody().getStatus()).isEqualTo(413));
  }

  @Test
  void memoryIsBoundedWhateverLiesOpen() throws IOException {
    // A thousand directories that are open at once, each with a thousand entries gathered.
    List<String> pieces = new ArrayList<>();
    StringBuilder level = new StringBuilder(",[{\"name\":\"d\"}");
    for (int i = 0; i < 1_000; i++) {
      level.append(",{\"name\":\"some name of a file ").append(i).append("\",\"asize\":1}");
    }
    pieces.add("[1,2,{},[{\"name\":\"/r\"}");
    for (int i = 0; i < 1_000; i++) {
      pieces.add(level.toString());
    }
    pieces.add("]".repeat(1_002));
    NcduReader reader =
        new NcduReader(
            new SequenceInputStream(
                Collections.enumeration(
                    pieces.stream()
                        .map(p -> new ByteArrayInputStream(p.getBytes(StandardCharsets.UTF_8)))
                        .toList())));
    Counts counts = new Counts();
    TreeOfExport tree = new TreeOfExport(counts, false);
    reader.readHeading();
    reader.readTree(tree);
    assertThat(tree.totals().files()).isEqualTo(1_000_000);
    assertThat(counts.filesBeforeAny).as("left before any directory was").isGreaterThan(800_000);
  }
}
