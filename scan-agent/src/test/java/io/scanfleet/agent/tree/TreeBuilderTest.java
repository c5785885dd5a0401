package io.scanfleet.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.DirectoryVisitor;
import io.scanfleet.agent.walk.Excludes;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.agent.walk.Walker;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.HardLinks;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.testing.DeletingTree;
import io.scanfleet.testing.IndependentWalk;
import io.scanfleet.testing.NastyTree;
import io.scanfleet.testing.RawPath;
import io.scanfleet.testing.VfxTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeBuilderTest {

  private static final byte[] NO_NAME = {};

  private final DeletingTree disk = DeletingTree.create();
  private final List<PageRecord> records = Collections.synchronizedList(new ArrayList<>());
  private final TreeBuilder builder =
      new TreeBuilder(
          TreeSink.ofRecords(records::add),
          new TreeBuilder.Progress() {
            @Override
            public void found(long files, long directories, long bytes, long errors) {}

            @Override
            public void at(UnfinishedDirectory directory, byte[] fileName) {}
          },
          null);

  @AfterEach
  void clean() {
    disk.close();
  }

  private void walk(Path root, String... excludes) throws Exception {
    try (Walker walker = new Walker(DirectoryReader.forThisSystem(), new WalkLimits(4, 0))) {
      walker.walk(
          new Walker.Request(root, root, Excludes.of(List.of(excludes)), false),
          builder,
          () -> false);
    }
  }

  private List<PageRecord.FinishedDirectory> finished() {
    return records.stream()
        .filter(PageRecord.FinishedDirectory.class::isInstance)
        .map(PageRecord.FinishedDirectory.class::cast)
        .toList();
  }

  private static EntryColumns entries(String... names) {
    EntryColumns entries = new EntryColumns();
    for (String name : names) {
      byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      int i = entries.add(bytes, 0, bytes.length, EntryType.FILE);
      entries.setSizes(i, 10, 4096);
    }
    return entries;
  }

  @Test
  void everyDirectoryComesAfterAllBelowItWithTheTotalsOfAnIndependentWalk() throws Exception {
    VfxTree.create(disk.path().resolve("show"), VfxTree.Size.SMALL);
    NastyTree.create(Files.createDirectory(disk.path().resolve("nasty")));
    walk(disk.path(), ".snapshot", ".zfs");
    IndependentWalk truth = IndependentWalk.of(disk.path(), ".snapshot", ".zfs");

    Set<DirectoryKey> done = new HashSet<>();
    for (PageRecord.FinishedDirectory directory : finished()) {
      assertThat(done).as("a parent comes after its children").doesNotContain(directory.parent());
      assertThat(done.add(directory.key())).as("once only").isTrue();
    }
    Map<DirectoryKey, PageRecord.FinishedDirectory> byKey =
        finished().stream()
            .collect(Collectors.toMap(PageRecord.FinishedDirectory::key, Function.identity()));
    assertThat(byKey).hasSize(truth.directories().size());
    truth
        .directories()
        .forEach(
            (path, expected) -> {
              Totals totals = Objects.requireNonNull(byKey.get(keyOf(path))).totals();
              assertThat(totals.files()).as("%s", path).isEqualTo(expected.files());
              assertThat(totals.directories()).as("%s", path).isEqualTo(expected.directories());
              assertThat(totals.symlinks()).as("%s", path).isEqualTo(expected.symlinks());
              assertThat(totals.specials()).as("%s", path).isEqualTo(expected.specials());
              assertThat(totals.partial()).as("%s", path).isFalse();
              if (!expected.containsHardLinks()) {
                assertThat(totals.bytes()).as("%s", path).isEqualTo(expected.bytes());
              }
            });
    assertThat(builder.totals().bytes()).isEqualTo(truth.bytesCountingLinksOnce());
    assertThat(builder.totals().allocatedBytes())
        .isEqualTo(truth.allocatedBytesCountingLinksOnce());
  }

  private static DirectoryKey keyOf(RawPath path) {
    DirectoryKey key = DirectoryKey.ROOT;
    if (!path.equals(RawPath.ROOT)) {
      for (String name : path.latin1().split("/", -1)) {
        key = key.child(name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return key;
  }

  @Test
  void aHugeDirectoryLeavesInParts() {
    UnfinishedDirectory root = builder.enter(null, NO_NAME);
    int total = 0;
    for (int chunk = 0; chunk < 20; chunk++) {
      String[] names = new String[1000];
      for (int i = 0; i < names.length; i++) {
        names[i] = "file." + total++;
      }
      builder.entries(root, entries(names));
    }
    builder.leave(root, new DirectoryVisitor.Outcome.Complete());
    List<PageRecord.ListingPart> parts =
        records.stream()
            .filter(PageRecord.ListingPart.class::isInstance)
            .map(PageRecord.ListingPart.class::cast)
            .toList();
    assertThat(parts).extracting(PageRecord.ListingPart::part).containsExactly(0, 1, 2);
    assertThat(parts.stream().mapToInt(part -> ListingCodec.decode(part.listing()).size()).sum())
        .isEqualTo(20_000);
    assertThat(finished().getLast().parts()).isEqualTo(3);
    assertThat(finished().getLast().totals().files()).isEqualTo(20_000);
  }

  @Test
  void theDigestTellsWhetherAnythingBelowHasChangedAndNothingElse() throws Exception {
    Path show = disk.path().resolve("show");
    VfxTree.create(show, VfxTree.Size.SMALL);
    long before = digestOf(show);
    assertThat(digestOf(show)).as("whatever order threads read in").isEqualTo(before);

    Path file;
    try (Stream<Path> files = Files.walk(show)) {
      file = files.filter(Files::isRegularFile).max(Comparator.naturalOrder()).orElseThrow();
    }
    FileTime time = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1));
    assertThat(digestOf(show)).as("a time").isNotEqualTo(before);
    Files.setLastModifiedTime(file, time);
    assertThat(digestOf(show)).isEqualTo(before);

    Path renamed = Files.move(file, file.resolveSibling("other name"));
    assertThat(digestOf(show)).as("a name").isNotEqualTo(before);
    Files.move(renamed, file);
    assertThat(digestOf(show)).isEqualTo(before);

    Path empty = Files.createDirectory(file.resolveSibling("empty"));
    assertThat(digestOf(show)).as("an empty directory").isNotEqualTo(before);
    Files.delete(empty);
    assertThat(digestOf(show)).as("a directory's own time does not count").isEqualTo(before);
  }

  private long digestOf(Path directory) throws Exception {
    records.clear();
    walk(directory);
    return finished().getLast().digest();
  }

  @Test
  void everyListingSaysWhereItLies() throws Exception {
    VfxTree.create(disk.path().resolve("show"), VfxTree.Size.SMALL);
    walk(disk.path());
    List<PageRecord.ListingPart> parts =
        records.stream()
            .filter(PageRecord.ListingPart.class::isInstance)
            .map(PageRecord.ListingPart.class::cast)
            .toList();
    assertThat(parts)
        .hasSizeGreaterThan(3)
        .allSatisfy(
            part ->
                assertThat(part.key())
                    .isEqualTo(
                        part.name().length == 0
                            ? DirectoryKey.ROOT
                            : part.parent().child(part.name())));
    for (PageRecord.FinishedDirectory directory : finished()) {
      long own =
          parts.stream()
              .filter(part -> part.key().equals(directory.key()))
              .map(part -> ListingCodec.decode(part.listing()))
              .mapToLong(
                  entries ->
                      IntStream.range(0, entries.size())
                          .filter(i -> !entries.isDirectory(i))
                          .mapToLong(entries::bytes)
                          .sum())
              .sum();
      assertThat(directory.ownBytes()).isEqualTo(own);
    }
  }

  @Test
  void whatWasNotReadMakesEverythingAboveALowerBound() {
    UnfinishedDirectory root = builder.enter(null, NO_NAME);
    UnfinishedDirectory locked = builder.enter(root, new byte[] {'l'});
    UnfinishedDirectory cancelled = builder.enter(root, new byte[] {'c'});
    UnfinishedDirectory gone = builder.enter(root, new byte[] {'g'});
    builder.leave(locked, new DirectoryVisitor.Outcome.Unreadable("Permission denied"));
    builder.leave(gone, new DirectoryVisitor.Outcome.Gone());
    builder.leave(root, new DirectoryVisitor.Outcome.Complete());
    builder.leave(cancelled, new DirectoryVisitor.Outcome.Cancelled());

    Map<DirectoryKey, PageRecord.FinishedDirectory> byKey =
        finished().stream()
            .collect(Collectors.toMap(PageRecord.FinishedDirectory::key, Function.identity()));
    assertThat(Objects.requireNonNull(byKey.get(locked.key())).error())
        .isEqualTo("Permission denied");
    assertThat(Objects.requireNonNull(byKey.get(locked.key())).totals().errors()).isEqualTo(1);
    assertThat(Objects.requireNonNull(byKey.get(locked.key())).totals().partial()).isTrue();
    assertThat(Objects.requireNonNull(byKey.get(cancelled.key())).totals().partial()).isTrue();
    assertThat(Objects.requireNonNull(byKey.get(cancelled.key())).totals().errors()).isZero();
    assertThat(Objects.requireNonNull(byKey.get(gone.key())).totals().partial()).isFalse();
    assertThat(builder.totals().errors()).isEqualTo(1);
    assertThat(builder.totals().partial()).isTrue();
  }

  @Test
  void anInodeIsForgottenOnceAllItsNamesWereSeen() {
    HardLinks links = new HardLinks();
    assertThat(links.isFirst(1, 7, 3)).isTrue();
    assertThat(links.isFirst(2, 7, 3)).as("another device").isTrue();
    assertThat(links.isFirst(1, 7, 3)).isFalse();
    assertThat(links.size()).isEqualTo(2);
    assertThat(links.isFirst(1, 7, 3)).isFalse();
    assertThat(links.size()).isEqualTo(1);
  }
}
