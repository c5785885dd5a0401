package io.scanfleet.gateway.tree.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.StoredPage;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.gateway.tree.TreeStore;
import io.scanfleet.gateway.tree.report.SequenceSurvey.Placed;
import io.scanfleet.gateway.tree.report.SequenceSurvey.Surveyed;
import io.scanfleet.gateway.tree.sequence.Sequence;
import io.scanfleet.gateway.tree.sequence.SequenceCollector;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sequences that stand out, the same on SQLite and PostgreSQL. */
abstract class SequenceSurveyContract extends DatabaseContract {

  private long nextKey = 1_000_000;

  /** A tree that is stored, with the sequences that are in it. */
  private final class Tree {
    final long key = nextKey++;
    final List<Sequence> sequences = new ArrayList<>();
    private long page;

    /** Stores a directory with its listing in so many parts. */
    Tree directory(String path, EntryColumns... parts) {
      List<PageRecord> records = new ArrayList<>();
      TreePath place = TreePath.ofBytes(path.getBytes(StandardCharsets.UTF_8));
      byte[] name = path.substring(path.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8);
      SequenceCollector collector = new SequenceCollector();
      long files = 0;
      long bytes = 0;
      for (int n = 0; n < parts.length; n++) {
        collector.add(parts[n]);
        for (int i = 0; i < parts[n].size(); i++) {
          files++;
          bytes += parts[n].bytes(i);
        }
        records.add(
            new ListingPart(
                place.key(), place.parentKey(), name, n, ListingCodec.encode(parts[n])));
      }
      sequences.addAll(collector.finish().all());
      records.add(
          new FinishedDirectory(
              place.key(),
              place.parentKey(),
              name,
              parts.length,
              new Totals(files, 0, 0, 0, bytes, null, 0, false),
              files,
              bytes,
              0,
              null));
      context
          .getBean(TreeStore.class)
          .store(List.of(new StoredPage(key, 1, page++, 0, new byte[0], records)));
      return this;
    }
  }

  private SequenceSurvey survey(int mostDirectories, long mostFiles) {
    return new SequenceSurvey(
        context.getBean(LargestDirectoryRows.class),
        context.getBean(DirectoryRows.class),
        mostDirectories,
        mostFiles);
  }

  private SequenceSurvey survey() {
    return survey(SequenceSurvey.MOST_DIRECTORIES, SequenceSurvey.MOST_FILES);
  }

  private static EntryColumns files(long bytes, String... names) {
    EntryColumns entries = new EntryColumns();
    for (String name : names) {
      byte[] raw = name.getBytes(StandardCharsets.UTF_8);
      entries.setSizes(entries.add(raw, 0, raw.length, EntryType.FILE), bytes, bytes);
    }
    return entries;
  }

  private static List<String> notations(Surveyed surveyed) {
    return surveyed.best().stream().map(placed -> placed.sequence().notation().toString()).toList();
  }

  @Test
  void theLargestAreThoseThatOpeningEveryDirectoryWouldTell() {
    Random random = new Random(7);
    Tree tree = new Tree();
    for (int n = 0; n < 150; n++) {
      EntryColumns entries = new EntryColumns();
      for (int sequence = random.nextInt(4); sequence >= 0; sequence--) {
        for (int frame = 1 + random.nextInt(6); frame >= 0; frame--) {
          byte[] name =
              ("s" + n + "_" + sequence + "." + (1000 + frame) + ".exr")
                  .getBytes(StandardCharsets.UTF_8);
          int i = entries.add(name, 0, name.length, EntryType.FILE);
          entries.setSizes(i, random.nextInt(1000), 4096);
        }
      }
      if (random.nextBoolean()) {
        byte[] alone = "alone.mov".getBytes(StandardCharsets.UTF_8);
        int i = entries.add(alone, 0, alone.length, EntryType.FILE);
        entries.setSizes(i, random.nextInt(20_000), 4096);
      }
      tree.directory("d" + n, entries);
    }
    for (int limit : List.of(1, 10, 200)) {
      Surveyed surveyed = survey().largest(tree.key, limit);
      assertThat(surveyed.complete()).isTrue();
      assertThat(surveyed.best().stream().map(placed -> placed.sequence().bytes()))
          .containsExactlyElementsOf(
              tree.sequences.stream()
                  .map(Sequence::bytes)
                  .sorted(Comparator.reverseOrder())
                  .limit(limit)
                  .toList());
    }
  }

  @Test
  void noMoreDirectoriesAreOpenedThanCanHoldALargerOne() {
    Tree tree =
        new Tree()
            .directory("a", files(100, "a.1.exr", "a.2.exr", "a.3.exr"))
            .directory("b", files(100, "b.1.exr", "b.2.exr"))
            .directory("c", files(50, "c.1.exr", "c.2.exr"));
    Surveyed one = survey(1, 1_000).largest(tree.key, 1);
    assertThat(notations(one)).containsExactly("a.1-3@.exr");
    assertThat(one.complete()).as("b has 200 bytes").isTrue();
    Surveyed two = survey(1, 1_000).largest(tree.key, 2);
    assertThat(notations(two)).containsExactly("a.1-3@.exr");
    assertThat(two.complete()).as("b was not opened").isFalse();
    assertThat(notations(survey(1_000, 5).largest(tree.key, 5)))
        .as("five files are in two directories")
        .containsExactly("a.1-3@.exr", "b.1-2@.exr");
    assertThat(survey(1_000, 5).largest(tree.key, 5).complete()).isFalse();
    assertThat(survey(1_000, 7).largest(tree.key, 5).complete()).isTrue();
  }

  @Test
  void aSequenceIsFoundWholeInAHugeDirectory() {
    Tree tree =
        new Tree().directory("x/y", files(10, "n.1.exr", "n.3.exr"), files(10, "n.2.exr", "m"));
    Surveyed surveyed = survey().largest(tree.key, 10);
    assertThat(notations(surveyed)).containsExactly("n.1-3@.exr");
    Placed placed = surveyed.best().getFirst();
    assertThat(placed.directory().name()).isEqualTo(new byte[] {'y'});
    assertThat(placed.directory().parent()).isEqualTo(TreePath.ofBytes(new byte[] {'x'}).key());
    assertThat(placed.sequence().bytes()).isEqualTo(30);
  }

  @Test
  void whatMissesMostComesFirst() {
    EntryColumns empty = files(100, "empty.1.exr", "empty.2.exr", "empty.4.exr");
    empty.addFrom(files(0, "empty.5.exr"), 0);
    Tree tree =
        new Tree()
            .directory("whole", files(1_000, "w.1.exr", "w.2.exr"))
            .directory("two", files(1, "two.1.exr", "two.4.exr"))
            .directory("empty", empty)
            .directory("one", files(10, "one.1.exr", "one.3.exr", "one.4.exr"))
            .directory("zero", files(0, "zero.1.exr", "zero.2.exr"));
    Surveyed all = survey().incomplete(tree.key, 10);
    assertThat(notations(all))
        .containsExactly("two.1,4@.exr", "empty.1-2,4-5@.exr", "one.1,3-4@.exr", "zero.1-2@.exr");
    assertThat(all.complete()).isTrue();
    assertThat(notations(survey().incomplete(tree.key, 2)))
        .containsExactly("two.1,4@.exr", "empty.1-2,4-5@.exr");
    Surveyed some = survey(3, 1_000).incomplete(tree.key, 10);
    assertThat(notations(some)).containsExactly("empty.1-2,4-5@.exr", "one.1,3-4@.exr");
    assertThat(some.complete()).isFalse();
  }

  @Test
  void aTreeThatWasStoredBeforeItsContentWasToldIsNotComplete() {
    Tree tree =
        new Tree()
            .directory("a", files(100, "a.1.exr", "a.2.exr"))
            .directory("old", files(500, "old.1.exr", "old.2.exr"));
    assertThat(survey().largest(tree.key, 1).complete()).isTrue();
    context
        .getBean(JdbcClient.class)
        .sql(
            "update directory set own_bytes = null, own_files = null, digest = null where"
                + " target_key = ? and name = ?")
        .params(tree.key, "old".getBytes(StandardCharsets.UTF_8))
        .update();
    Surveyed surveyed = survey().largest(tree.key, 1);
    assertThat(notations(surveyed)).containsExactly("a.1-2@.exr");
    assertThat(surveyed.complete()).isFalse();
  }
}
