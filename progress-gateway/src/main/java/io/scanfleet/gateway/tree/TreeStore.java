package io.scanfleet.gateway.tree;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores pages, each whole or not at all. A page that is there already changes nothing; a row of an
 * earlier attempt gives way to the same row of a later one, never the other way round.
 */
@Repository
public class TreeStore {

  private final JdbcTemplate jdbc;
  private final Counter pages;
  private final Counter files;

  TreeStore(JdbcTemplate jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.pages =
        Counter.builder("scanfleet.pages.stored")
            .description("Pages written to the database")
            .register(meters);
    this.files =
        Counter.builder("scanfleet.files.stored")
            .description("Entries written to the database that are no directories")
            .register(meters);
  }

  /**
   * Stores pages in one transaction; they are committed when this returns.
   *
   * @return how many of them had not been stored before
   */
  @Transactional
  public int store(List<StoredPage> pages) {
    List<@Nullable Object[]> listings = new ArrayList<>();
    List<@Nullable Object[]> directories = new ArrayList<>();
    int stored = 0;
    long newFiles = 0;
    for (StoredPage page : pages) {
      if (isNew(page)) {
        stored++;
        newFiles += page.files();
        addRows(page, listings, directories);
      }
    }
    batch(
        """
        insert into listing (target_key, dir_key, part, attempt, entries, parent_key, name)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (target_key, dir_key, part) do update
        set attempt = excluded.attempt, entries = excluded.entries
        where excluded.attempt > listing.attempt
        """,
        listings);
    batch(
        """
        insert into directory (target_key, dir_key, parent_key, attempt, parts, files, directories,
          symlinks, specials, bytes, allocated_bytes, errors, partial, error, own_files, own_bytes,
          digest, name, entries)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (target_key, dir_key) do update
        set attempt = excluded.attempt, parts = excluded.parts, files = excluded.files,
          directories = excluded.directories, symlinks = excluded.symlinks,
          specials = excluded.specials, bytes = excluded.bytes,
          allocated_bytes = excluded.allocated_bytes, errors = excluded.errors,
          partial = excluded.partial, error = excluded.error, own_files = excluded.own_files,
          own_bytes = excluded.own_bytes, digest = excluded.digest, entries = excluded.entries
        where excluded.attempt > directory.attempt
        """,
        directories);
    this.pages.increment(stored);
    files.increment((double) newFiles);
    return stored;
  }

  private boolean isNew(StoredPage page) {
    return jdbc.update(
            "insert into page (target_key, attempt, page, findings) values (?, ?, ?, ?)"
                + " on conflict do nothing",
            page.targetKey(),
            page.attempt(),
            page.number(),
            page.findings())
        == 1;
  }

  private static void addRows(
      StoredPage page, List<@Nullable Object[]> listings, List<@Nullable Object[]> directories) {
    Map<DirectoryKey, ListingPart> onlyParts = onlyParts(page);
    for (var record : page.records()) {
      switch (record) {
        case ListingPart part -> {
          if (!onlyParts.containsKey(part.key())) {
            listings.add(row(page, part));
          }
        }
        case FinishedDirectory directory ->
            directories.add(row(page, directory, onlyParts.get(directory.key())));
      }
    }
  }

  private void batch(String sql, List<@Nullable Object[]> rows) {
    if (!rows.isEmpty()) {
      jdbc.batchUpdate(
          sql,
          rows,
          rows.size(),
          (statement, row) -> {
            for (int i = 0; i < row.length; i++) {
              if (row[i] == null) {
                statement.setNull(i + 1, Types.NULL);
              } else {
                statement.setObject(i + 1, row[i]);
              }
            }
          });
    }
  }

  /**
   * The listings of directories that are whole with what this page tells of them. They go into the
   * directories' own rows: that is most directories of a tree, and a row and a place in an index
   * less for each.
   */
  private static Map<DirectoryKey, ListingPart> onlyParts(StoredPage page) {
    Map<DirectoryKey, ListingPart> parts = new HashMap<>();
    Map<DirectoryKey, ListingPart> only = new HashMap<>();
    for (var record : page.records()) {
      switch (record) {
        case ListingPart part -> parts.put(part.key(), part);
        case FinishedDirectory directory -> {
          ListingPart part = parts.get(directory.key());
          if (part != null && directory.parts() == 1) {
            only.put(directory.key(), part);
          }
        }
      }
    }
    return only;
  }

  private static @Nullable Object[] row(StoredPage page, ListingPart part) {
    return new @Nullable Object[] {
      page.targetKey(),
      part.key().toBytes(),
      part.part(),
      page.attempt(),
      part.listing(),
      part.part() == 0 ? part.parent().toBytes() : null,
      part.part() == 0 ? part.name() : null
    };
  }

  private static @Nullable Object[] row(
      StoredPage page, FinishedDirectory directory, @Nullable ListingPart onlyPart) {
    Totals totals = directory.totals();
    return new @Nullable Object[] {
      page.targetKey(),
      directory.key().toBytes(),
      directory.parent().toBytes(),
      page.attempt(),
      directory.parts(),
      totals.files(),
      totals.directories(),
      totals.symlinks(),
      totals.specials(),
      totals.bytes(),
      totals.allocatedBytes(),
      totals.errors(),
      totals.partial(),
      directory.error(),
      directory.ownFiles() == totals.files() ? null : directory.ownFiles(),
      directory.ownBytes() == totals.bytes() ? null : directory.ownBytes(),
      directory.digest(),
      directory.name(),
      onlyPart == null ? null : onlyPart.listing()
    };
  }
}
