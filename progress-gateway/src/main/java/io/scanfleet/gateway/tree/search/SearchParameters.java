package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.RawQuery;
import io.scanfleet.model.entry.EntryType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the entries that are looked for. One condition is there at least; all
 * that are there have to hold.
 *
 * @param q a glob if it has a star, a question mark or an opening bracket or brace in it, otherwise
 *     what the name contains; with a slash it speaks of the path below the target. Percent-encoded
 *     byte by byte
 * @param kind what to look for, joined by commas: {@code file}, {@code directory}, {@code symlink},
 *     {@code other} (devices, pipes, sockets). Without it everything, but with a size no
 *     directories
 * @param minSize apparent size in bytes, at least; of a directory that of all files below it
 * @param maxSize apparent size in bytes, at most; likewise
 * @param modifiedAfter when the content was last changed, in Unix seconds: then or later
 * @param modifiedBefore when the content was last changed, in Unix seconds: before
 * @param owner the owner's number, the uid
 */
record SearchParameters(
    @Nullable String q,
    @Nullable String kind,
    @Nullable Long minSize,
    @Nullable Long maxSize,
    @Nullable Double modifiedAfter,
    @Nullable Double modifiedBefore,
    @Nullable Long owner) {

  /**
   * What is looked for.
   *
   * @param rawQuery the query as it came, since names need not be text
   * @param caseRule {@code sensitive} or {@code insensitive}
   * @param sequences whether the frames of an image sequence are one hit
   * @throws ProblemException if it is malformed, or nothing
   */
  SearchQuery toQuery(@Nullable String rawQuery, String caseRule, boolean sequences) {
    NamePattern pattern = pattern(rawQuery, caseRule);
    boolean sized = minSize != null || maxSize != null;
    if (pattern == null
        && kind == null
        && !sized
        && modifiedAfter == null
        && modifiedBefore == null
        && owner == null) {
      throw ProblemException.badRequest(
          "Say what to look for: q, kind, minSize, maxSize, modifiedAfter, modifiedBefore or"
              + " owner.",
          "q");
    }
    notNegative(minSize, "minSize");
    notNegative(maxSize, "maxSize");
    notNegative(owner, "owner");
    finite(modifiedAfter, "modifiedAfter");
    finite(modifiedBefore, "modifiedBefore");
    return new SearchQuery(
        pattern, types(sized), minSize, maxSize, modifiedAfter, modifiedBefore, owner, sequences);
  }

  private @Nullable NamePattern pattern(@Nullable String rawQuery, String caseRule) {
    boolean folded =
        switch (caseRule) {
          case "insensitive" -> true;
          case "sensitive" -> false;
          default -> throw ProblemException.badRequest("case is sensitive or insensitive.", "case");
        };
    try {
      byte[] bytes = RawQuery.parameter(rawQuery, "q");
      return bytes == null || bytes.length == 0 ? null : NamePattern.of(bytes, folded);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("q is not a pattern: " + e.getMessage() + ".", "q");
    }
  }

  private Set<EntryType> types(boolean sized) {
    Set<EntryType> types = EnumSet.noneOf(EntryType.class);
    if (kind == null) {
      types.addAll(EnumSet.allOf(EntryType.class));
      if (sized) {
        types.remove(EntryType.DIRECTORY);
      }
      return types;
    }
    for (String one : kind.split(",", -1)) {
      switch (one.strip().toLowerCase(Locale.ROOT)) {
        case "file" -> types.add(EntryType.FILE);
        case "directory" -> types.add(EntryType.DIRECTORY);
        case "symlink" -> types.add(EntryType.SYMLINK);
        case "other" ->
            types.addAll(
                EnumSet.complementOf(
                    EnumSet.of(EntryType.FILE, EntryType.DIRECTORY, EntryType.SYMLINK)));
        default ->
            throw ProblemException.badRequest(
                "kind is file, directory, symlink or other; several are joined by commas.", "kind");
      }
    }
    return types;
  }

  private static void notNegative(@Nullable Long value, String field) {
    if (value != null && value < 0) {
      throw ProblemException.badRequest(field + " is not negative.", field);
    }
  }

  private static void finite(@Nullable Double value, String field) {
    if (value != null && !Double.isFinite(value)) {
      throw ProblemException.badRequest(field + " is a time in Unix seconds.", field);
    }
  }
}
