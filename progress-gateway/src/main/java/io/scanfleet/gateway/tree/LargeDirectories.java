package io.scanfleet.gateway.tree;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.scanfleet.gateway.tree.DirectoryRows.Finished;
import io.scanfleet.gateway.tree.sequence.Sequences;
import io.scanfleet.model.DirectoryKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes looks of its own at a directory of several listings, kept for whoever goes on
 * scrolling through it: its image sequences, and milestones in the orders that were asked for.
 *
 * <p>A directory is known by its digest too, which covers all that they depend on, so what is kept
 * is never of another content; one that has no digest or is not finished is looked at each time.
 * What is kept takes {@value #MOST_BYTES} bytes of either kind at most. Thread-safe.
 */
final class LargeDirectories {

  private static final long MOST_BYTES = 8 << 20;

  /** With its name in fileseq's notation, and its lists of frames. */
  private static final int BYTES_OF_A_SEQUENCE = 2000;

  /** A large directory as it was stored. */
  record Content(long targetKey, DirectoryKey key, long digest) {

    /** Null if it is not worth keeping anything of it, or cannot be told from another content. */
    static @Nullable Content of(long targetKey, DirectoryKey key, @Nullable Finished finished) {
      Long digest = finished == null ? null : finished.digest();
      return finished == null || digest == null || finished.parts() < 2
          ? null
          : new Content(targetKey, key, digest);
    }
  }

  private record Ordered(Content content, TreeOrder order, boolean sequences) {}

  private final Cache<Content, Sequences> sequences =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Content of, Sequences all) -> BYTES_OF_A_SEQUENCE * (1 + all.all().size()))
          .build();

  private final Cache<Ordered, Milestones> milestones =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Ordered of, Milestones laid) -> laid.bytes())
          .build();

  /** The sequences of a directory, looked for if they are not known. */
  Sequences sequences(@Nullable Content content, Supplier<Sequences> search) {
    return content == null ? search.get() : sequences.get(content, of -> search.get());
  }

  /**
   * The milestones of a directory, laid if they are not known.
   *
   * @param sequences whether image sequences stand for their frames
   */
  Milestones milestones(
      @Nullable Content content, TreeOrder order, boolean sequences, Supplier<Milestones> search) {
    return content == null
        ? search.get()
        : milestones.get(new Ordered(content, order, sequences), of -> search.get());
  }
}
