package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.batch.TotalsColumns;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads the rows of stored directories. Most have their entries in their own row, the others in
 * listings. Thread-safe.
 */
@Repository
public class DirectoryRows {

  /** Well below what databases take in one statement. */
  private static final int KEYS_AT_ONCE = 500;

  /** All but the entries, which are much longer than the rest. */
  private static final String TOTALS =
      "dir_key, parts, files, directories, symlinks, specials, bytes, allocated_bytes, errors,"
          + " partial, error, own_files, own_bytes, digest";

  private final JdbcClient jdbc;

  DirectoryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A directory with all below it read.
   *
   * @param error why it could not be read itself, or not to the end; null if it could
   * @param parts how many listings it has
   * @param ownFiles how many files lie directly in it; null in trees stored before this was told
   * @param ownBytes their apparent sizes, in bytes; likewise
   * @param digest of all below it; likewise
   */
  public record Finished(
      Totals totals,
      @Nullable String error,
      int parts,
      @Nullable Long ownFiles,
      @Nullable Long ownBytes,
      @Nullable Long digest) {}

  /** A directory that is finished; empty if it is not, or not there. */
  public Optional<Finished> finished(long targetKey, DirectoryKey key) {
    return jdbc.sql(
            "select " + TOTALS + " from directory where target_key = :target and dir_key = :key")
        .param("target", targetKey)
        .param("key", key.toBytes())
        .query((row, n) -> finished(row))
        .optional();
  }

  /** Those of some directories that are finished, by key. */
  public Map<DirectoryKey, Finished> finished(long targetKey, List<DirectoryKey> keys) {
    Map<DirectoryKey, Finished> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
      List<byte[]> some =
          keys.subList(from, Math.min(from + KEYS_AT_ONCE, keys.size())).stream()
              .map(DirectoryKey::toBytes)
              .toList();
      jdbc.sql(
              "select "
                  + TOTALS
                  + " from directory where target_key = :target and dir_key in (:keys)")
          .param("target", targetKey)
          .param("keys", some)
          .query(
              row -> {
                found.put(DirectoryKey.fromBytes(row.getBytes("dir_key")), finished(row));
              });
    }
    return found;
  }

  /** A directory, as far as it is stored; its entries can be read several times. For one thread. */
  public final class Found {

    private final long targetKey;
    private final DirectoryKey key;
    private final @Nullable Finished finished;
    private final byte @Nullable [] entries;

    private Found(
        long targetKey, DirectoryKey key, @Nullable Finished finished, byte @Nullable [] entries) {
      this.targetKey = targetKey;
      this.key = key;
      this.finished = finished;
      this.entries = entries;
    }

    /** Null until all below it is read. */
    public @Nullable Finished finished() {
      return finished;
    }

    /**
     * Shows the entries, part by part; one part is in memory at a time.
     *
     * @return whether any are stored
     */
    public boolean listings(Consumer<EntryColumns> consumer) {
      if (entries != null) {
        consumer.accept(ListingCodec.decode(entries));
        return true;
      }
      if (finished != null && finished.parts() <= 1) {
        return finished.parts() == 1 && readOnlyListing(targetKey, key, consumer);
      }
      return readListings(targetKey, key, consumer);
    }
  }

  /** Looks for a directory. */
  public Found find(long targetKey, DirectoryKey key) {
    return jdbc.sql(
            "select "
                + TOTALS
                + ", entries from directory where target_key = :target and dir_key = :key")
        .param("target", targetKey)
        .param("key", key.toBytes())
        .query((row, n) -> new Found(targetKey, key, finished(row), row.getBytes("entries")))
        .optional()
        .orElseGet(() -> new Found(targetKey, key, null, null));
  }

  /** With one question instead of three, as most directories can be. */
  private boolean readOnlyListing(
      long targetKey, DirectoryKey key, Consumer<EntryColumns> consumer) {
    Optional<byte[]> entries =
        jdbc.sql(
                "select entries from listing where target_key = :target and dir_key = :key"
                    + " and part = 0")
            .param("target", targetKey)
            .param("key", key.toBytes())
            .query((row, n) -> row.getBytes("entries"))
            .optional();
    entries.ifPresent(found -> consumer.accept(ListingCodec.decode(found)));
    return entries.isPresent();
  }

  private boolean readListings(long targetKey, DirectoryKey key, Consumer<EntryColumns> consumer) {
    Optional<Integer> attempt =
        jdbc.sql(
                "select attempt from listing where target_key = :target and dir_key = :key"
                    + " order by attempt desc limit 1")
            .param("target", targetKey)
            .param("key", key.toBytes())
            .query(Integer.class)
            .optional();
    if (attempt.isEmpty()) {
      return false;
    }
    Optional<Part> part = part(targetKey, key, attempt.get(), -1);
    while (part.isPresent()) {
      consumer.accept(ListingCodec.decode(part.get().entries()));
      part = part(targetKey, key, attempt.get(), part.get().number());
    }
    return true;
  }

  /**
   * Where a directory lies.
   *
   * @param name not to be changed
   */
  record Whereabouts(DirectoryKey key, DirectoryKey parent, byte[] name) {}

  /** Where a directory lies; empty if neither its totals nor its entries are stored. */
  Optional<Whereabouts> whereabouts(long targetKey, DirectoryKey key) {
    return jdbc.sql(
            """
            select parent_key, name from directory where target_key = :target and dir_key = :key
            union all
            select parent_key, name from listing
            where target_key = :target and dir_key = :key and part = 0 and parent_key is not null
            limit 1
            """)
        .param("target", targetKey)
        .param("key", key.toBytes())
        .query(
            (row, n) ->
                new Whereabouts(
                    key, DirectoryKey.fromBytes(row.getBytes("parent_key")), row.getBytes("name")))
        .optional();
  }

  /** Whether anything of a directory has been read. */
  public boolean isListed(long targetKey, DirectoryKey key) {
    return jdbc.sql("select 1 from listing where target_key = :target and dir_key = :key limit 1")
        .param("target", targetKey)
        .param("key", key.toBytes())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** Finds paths in a tree, for one request. */
  public DirectoryPaths paths(long targetKey) {
    return new DirectoryPaths(this, targetKey);
  }

  @SuppressWarnings("ArrayRecordComponent") // read once, in the method above
  private record Part(int number, byte[] entries) {}

  private Optional<Part> part(long targetKey, DirectoryKey key, int attempt, int after) {
    return jdbc.sql(
            """
            select part, entries from listing
            where target_key = :target and dir_key = :key and attempt = :attempt and part > :after
            order by part limit 1
            """)
        .param("target", targetKey)
        .param("key", key.toBytes())
        .param("attempt", attempt)
        .param("after", after)
        .query((row, n) -> new Part(row.getInt("part"), row.getBytes("entries")))
        .optional();
  }

  private static Finished finished(ResultSet row) throws SQLException {
    return new Finished(
        TotalsColumns.read(row),
        row.getString("error"),
        row.getInt("parts"),
        own(row, "own_files", "files"),
        own(row, "own_bytes", "bytes"),
        TotalsColumns.nullableLong(row, "digest"));
  }

  /** What is not told of a directory itself is what lies below it, if that was told of its tree. */
  private static @Nullable Long own(ResultSet row, String own, String below) throws SQLException {
    Long told = TotalsColumns.nullableLong(row, own);
    return told == null && row.getObject("digest") != null
        ? Long.valueOf(row.getLong(below))
        : told;
  }
}
