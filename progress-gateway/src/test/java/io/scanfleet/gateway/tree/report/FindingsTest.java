package io.scanfleet.gateway.tree.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.entry.MalformedDataException;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final DirectoryKey SHOW = DirectoryKey.ROOT.child(new byte[] {'s'});

  private static int add(EntryColumns entries, String name, long bytes) {
    byte[] raw = name.getBytes(StandardCharsets.UTF_8);
    int i = entries.add(raw, 0, raw.length, EntryType.FILE);
    entries.setSizes(i, bytes, (bytes + 4095) / 4096 * 4096);
    return i;
  }

  private static ListingPart part(EntryColumns entries) {
    return new ListingPart(
        SHOW, DirectoryKey.ROOT, new byte[] {'s'}, 0, ListingCodec.encode(entries));
  }

  private static Findings of(EntryColumns entries) {
    Findings findings = new Findings();
    findings.add(part(entries));
    return findings;
  }

  private static FinishedDirectory directory(String name, long ownBytes, @Nullable String error) {
    byte[] raw = name.getBytes(StandardCharsets.UTF_8);
    return new FinishedDirectory(
        SHOW.child(raw),
        SHOW,
        raw,
        1,
        new Totals(1, 0, 0, 0, 1, null, error == null ? 0 : 1, error != null),
        1,
        ownBytes,
        0,
        error);
  }

  @Test
  void whateverOrderPagesComeInTheyAddUpToWhatCountingByHandGives() {
    Random random = new Random(5);
    String[] suffixes = {".exr", ".EXR", ".tif", "", ".1001", ".tar.gz", ".mov"};
    Map<String, Long> bytesByExtension = new HashMap<>();
    Map<Integer, Long> filesByOwner = new HashMap<>();
    List<Long> sizes = new ArrayList<>();
    List<byte[]> pages = new ArrayList<>();
    for (int page = 0; page < 40; page++) {
      EntryColumns entries = new EntryColumns();
      for (int i = 0; i < 500; i++) {
        String suffix = suffixes[random.nextInt(suffixes.length)];
        long bytes = random.nextLong(1L << random.nextInt(1, 40));
        int at = add(entries, "shot_" + page + "_" + i + suffix, bytes);
        int owner = random.nextInt(5) - 2;
        entries.setAccess(at, 0644, owner, 100);
        String extension =
            switch (suffix.toLowerCase(Locale.ROOT)) {
              case ".exr" -> "exr";
              case ".tif" -> "tif";
              case ".tar.gz" -> "gz";
              case ".mov" -> "mov";
              default -> "";
            };
        bytesByExtension.merge(extension, bytes, Long::sum);
        filesByOwner.merge(owner, 1L, Long::sum);
        sizes.add(bytes);
      }
      pages.add(of(entries).encode());
    }
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(pages, random);
      Findings sum = new Findings();
      pages.forEach(page -> sum.add(Findings.decode(page)));
      Findings whole = Findings.decode(sum.encode());
      assertThat(whole.files()).isEqualTo(20_000);
      assertThat(whole.extensions().all())
          .allSatisfy(
              (extension, amount) ->
                  assertThat(amount.bytes()).isEqualTo(bytesByExtension.get(extension)))
          .hasSize(bytesByExtension.size());
      assertThat(whole.owners().all())
          .allSatisfy(
              (owner, amount) -> assertThat(amount.files()).isEqualTo(filesByOwner.get(owner)))
          .hasSize(5);
      assertThat(whole.largestFiles().largestFirst().stream().map(Largest.Item::bytes).toList())
          .isEqualTo(sizes.stream().sorted(Comparator.reverseOrder()).limit(Largest.MOST).toList());
      assertThat(whole.sizes().all().values().stream().mapToLong(Amount::files).sum())
          .isEqualTo(20_000);
      whole
          .sizes()
          .all()
          .forEach(
              (size, amount) ->
                  assertThat(amount.files())
                      .isEqualTo(
                          sizes.stream()
                              .filter(
                                  bytes ->
                                      size == 0
                                          ? bytes == 0
                                          : bytes >= 1L << (size - 1)
                                              && bytes <= (1L << (size - 1)) * 2 - 1)
                              .count()));
    }
  }

  @Test
  void aFurtherNameOfAnInodeCountsAsAFileButNotItsSize() {
    EntryColumns entries = new EntryColumns();
    add(entries, "a.mov", 10);
    entries.setFlag(add(entries, "b.mov", 10), EntryColumns.REPEATED_LINK);
    entries.setFlag(add(entries, "c.mov", 10), EntryColumns.EXCLUDED);
    Findings findings = of(entries);
    assertThat(findings.files()).isEqualTo(2);
    Amount movies = Objects.requireNonNull(findings.extensions().all().get("mov"));
    assertThat(movies.files()).isEqualTo(2);
    assertThat(movies.bytes()).isEqualTo(10);
    assertThat(findings.largestFiles().largestFirst()).hasSize(1);
  }

  @Test
  void anExtensionIsWhatPeopleCallOne() {
    Map<String, String> expected =
        Map.of(
            "a.exr", "exr",
            ".bashrc", "",
            "beauty.1001", "",
            "README", "",
            "odd.", "",
            "x.with space", "",
            "x.ünïcode", "",
            "a.b.JPEG", "jpeg",
            "n.7z", "7z",
            "e.anextensionthatisfartoolong", "");
    expected.forEach(
        (name, extension) -> {
          EntryColumns entries = new EntryColumns();
          add(entries, name, 1);
          assertThat(of(entries).extensions().all().keySet()).as(name).containsExactly(extension);
        });
  }

  @Test
  void agesAreCountedInDaysBeforeTheScan() {
    EntryColumns entries = new EntryColumns();
    long[] daysBefore = {-3, 0, 1, 7, 8, 365, 366, 20_000};
    long today = 25_000;
    for (long age : daysBefore) {
      entries.setModified(add(entries, "f" + age, 5), (today - age) * 86_400 + 86_399, 1);
    }
    add(entries, "no time", 5);
    Map<String, Long> files =
        AgeClasses.of(Findings.decode(of(entries).encode()).days(), today).stream()
            .collect(Collectors.toMap(Report.Age::label, Report.Age::files));
    assertThat(files)
        .isEqualTo(
            Map.of(
                "after the scan", 1L,
                "same day", 1L,
                "up to a week", 2L,
                "up to a month", 1L,
                "up to a year", 1L,
                "up to 2 years", 1L,
                "older than 5 years", 1L,
                "unknown", 1L));
  }

  @Test
  void kindsWithoutEndAreAddedUpTogetherAndNothingIsLost() {
    Findings sum = new Findings();
    for (int page = 0; page < 20; page++) {
      EntryColumns entries = new EntryColumns();
      for (int i = 0; i < 3_000; i++) {
        add(entries, "f.x" + page + "y" + i, i % 7 + 1);
      }
      for (int i = 0; i < 100; i++) {
        add(entries, i + ".exr", 1_000);
      }
      sum.add(Findings.decode(of(entries).encode()));
    }
    Findings whole = Findings.decode(sum.encode());
    Breakdown<String> extensions = whole.extensions();
    assertThat(extensions.all().size()).isLessThanOrEqualTo(2_000);
    long files =
        extensions.all().values().stream().mapToLong(Amount::files).sum()
            + extensions.others().files();
    assertThat(files).isEqualTo(20 * 3_100);
  }

  @Test
  void whatCouldNotBeReadIsCountedAndTheFirstAreTold() {
    Findings sum = new Findings();
    for (int page = 0; page < 3; page++) {
      Findings findings = new Findings();
      for (int i = 0; i < 600; i++) {
        findings.add(directory("d" + page + "." + i, 5, "Permission denied"));
      }
      findings.add(directory("fine", 100 + page, null));
      EntryColumns entries = new EntryColumns();
      entries.setError(add(entries, "stale", 0), "Stale file handle");
      findings.add(part(entries));
      sum.add(Findings.decode(findings.encode()));
    }
    Findings whole = Findings.decode(sum.encode());
    assertThat(whole.unreadable().count()).isEqualTo(3 * 601);
    assertThat(whole.unreadable().items())
        .hasSize(Unreadable.MOST)
        .anyMatch(item -> !item.directory() && item.reason().equals("Stale file handle"));
    assertThat(whole.largestDirectories().largestFirst().getFirst().bytes()).isEqualTo(102);
  }

  @Test
  void whatAreNoFindingsIsRefused() {
    byte[] good = of(new EntryColumns()).encode();
    assertThat(Findings.decode(good).files()).isZero();
    Random random = new Random(9);
    for (int round = 0; round < 2_000; round++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Findings.decode(bad);
      } catch (MalformedDataException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThatThrownBy(() -> Findings.decode(new byte[0]))
        .isInstanceOf(MalformedDataException.class);
  }
}
