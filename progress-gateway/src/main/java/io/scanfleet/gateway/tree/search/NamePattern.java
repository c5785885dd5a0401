package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.tree.search.Glob.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code q} asks for. A glob if it has a star, a question mark or an opening bracket or brace
 * in it, otherwise bytes to be found anywhere in a name. With a slash it speaks of the path below
 * the target, of which the name is the end: names are sorted out first, then the name of the
 * directory, and only for what remains a path is put together. Immutable.
 */
final class NamePattern {

  private static final String WILDCARDS = "*?[{";
  private static final int LONGEST = 1024;

  private final boolean folded;
  private final NameTest names;

  /** For the path; empty if the name decides. */
  private final List<Glob> paths;

  /** For the name of the directory that it lies in; null if that decides nothing. */
  private final @Nullable List<Glob> directories;

  private NamePattern(
      boolean folded, NameTest names, List<Glob> paths, @Nullable List<Glob> directories) {
    this.folded = folded;
    this.names = names;
    this.paths = paths;
    this.directories = directories;
  }

  /**
   * Reads one.
   *
   * @param q not empty
   * @param folded whether the case of the letters A to Z does not matter
   * @throws IllegalArgumentException if it is malformed
   */
  static NamePattern of(byte[] q, boolean folded) {
    if (q.length > LONGEST) {
      throw new IllegalArgumentException("it is longer than " + LONGEST + " bytes");
    }
    boolean glob = false;
    for (byte b : q) {
      glob |= WILDCARDS.indexOf(b) >= 0;
    }
    if (glob) {
      return ofGlob(q, folded);
    }
    byte[] wanted = folded ? folded(q) : q;
    return lastSlash(q) < 0
        ? new NamePattern(folded, new NamesWith(new ByteSearch(wanted), folded), List.of(), null)
        : ofPathPart(wanted, folded);
  }

  private static NamePattern ofGlob(byte[] q, boolean folded) {
    GlobParser parser = new GlobParser(folded);
    int start = 0;
    while (startsWithAnyDepth(q, start)) {
      start += 3;
    }
    byte[] rest = Arrays.copyOfRange(q, start, q.length);
    if (lastSlash(rest) < 0) {
      List<Glob> names = GlobParser.alternatives(rest).stream().map(parser::name).toList();
      return new NamePattern(folded, new NamesLike(names, folded), List.of(), null);
    }
    List<Glob> paths = new ArrayList<>();
    List<Glob> names = new ArrayList<>();
    List<Glob> directories = new ArrayList<>();
    boolean everyDirectory = false;
    for (byte[] path : GlobParser.alternatives(q[0] == '/' ? tail(q, 1) : q)) {
      paths.add(parser.path(path));
      int slash = lastSlash(path);
      byte[] name = tail(path, slash + 1);
      int deep = lastAnyDepth(name);
      names.add(parser.name(deep < 0 ? name : tail(name, deep)));
      byte[] above = Arrays.copyOf(path, Math.max(0, slash));
      byte[] directory = tail(above, lastSlash(above) + 1);
      if (slash < 0 || deep >= 0 || lastAnyDepth(directory) >= 0) {
        everyDirectory = true;
      } else {
        directories.add(parser.name(directory));
      }
    }
    return new NamePattern(
        folded, new NamesLike(names, folded), paths, everyDirectory ? null : directories);
  }

  /**
   * Bytes with a slash: the name begins with what stands behind the last one. With a slash at the
   * beginning so does the path.
   */
  private static NamePattern ofPathPart(byte[] q, boolean folded) {
    boolean fromTop = q[0] == '/';
    byte[] wanted = fromTop ? tail(q, 1) : q;
    int slash = lastSlash(wanted);
    byte[] above = Arrays.copyOf(wanted, Math.max(0, slash));
    byte[] directory = tail(above, lastSlash(above) + 1);
    return new NamePattern(
        folded,
        new NamesLike(List.of(glob(null, tail(wanted, slash + 1), Token.Run.ANYTHING)), folded),
        List.of(glob(fromTop ? null : Token.Run.ANYTHING, wanted, Token.Run.WITHOUT_SLASH)),
        directory.length == 0 ? null : List.of(glob(Token.Run.ANYTHING, directory, null)));
  }

  private static Glob glob(Token.@Nullable Run before, byte[] literal, Token.@Nullable Run after) {
    List<Token> tokens = new ArrayList<>();
    if (before != null) {
      tokens.add(before);
    }
    if (literal.length > 0) {
      tokens.add(new Token.Literal(literal));
    }
    if (after != null) {
      tokens.add(after);
    }
    return new Glob(tokens);
  }

  NameTest names() {
    return names;
  }

  /** Whether entries of a directory with this name may match. */
  boolean mayLieIn(byte[] directoryName) {
    return directories == null || matches(directories, directoryName);
  }

  /** Whether the path of an entry whose name has been found to match does so too. */
  boolean matchesPath(byte[] path) {
    return paths.isEmpty() || matches(paths, path);
  }

  private boolean matches(List<Glob> globs, byte[] text) {
    return Glob.anyMatches(globs, folded ? folded(text) : text, 0, text.length);
  }

  private static byte[] folded(byte[] text) {
    byte[] small = text.clone();
    for (int i = 0; i < small.length; i++) {
      if (small[i] >= 'A' && small[i] <= 'Z') {
        small[i] |= 0x20;
      }
    }
    return small;
  }

  private static boolean startsWithAnyDepth(byte[] q, int at) {
    return q.length - at > 3 && q[at] == '*' && q[at + 1] == '*' && q[at + 2] == '/';
  }

  /** Where the last two stars that stand together begin. */
  private static int lastAnyDepth(byte[] glob) {
    int last = -1;
    for (int at = 0; at < glob.length; at += GlobParser.unit(glob, at)) {
      if (glob[at] == '*' && at + 1 < glob.length && glob[at + 1] == '*') {
        last = at;
      }
    }
    return last;
  }

  private static int lastSlash(byte[] text) {
    for (int i = text.length - 1; i >= 0; i--) {
      if (text[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  private static byte[] tail(byte[] text, int from) {
    return Arrays.copyOfRange(text, from, text.length);
  }
}
