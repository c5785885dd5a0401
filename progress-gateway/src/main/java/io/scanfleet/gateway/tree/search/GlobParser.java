package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.tree.search.Glob.Token;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads globs: {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}} as in a shell, {@code **} and
 * {@code **}{@code /} for any depth, a backslash before what stands for itself. Braces are written
 * out first, to {@value #MOST_ALTERNATIVES} globs at most.
 */
final class GlobParser {

  private static final int MOST_ALTERNATIVES = 64;

  private final boolean folded;

  /**
   * @param folded whether the case of the letters A to Z does not matter
   */
  GlobParser(boolean folded) {
    this.folded = folded;
  }

  /**
   * Writes braces out.
   *
   * @throws IllegalArgumentException if it is malformed, or too many alternatives
   */
  static List<byte[]> alternatives(byte[] glob) {
    int open = 0;
    while (open < glob.length && glob[open] != '{') {
      open += unit(glob, open);
    }
    if (open == glob.length) {
      return List.of(glob);
    }
    List<byte[]> options = new ArrayList<>();
    int depth = 1;
    int start = open + 1;
    int at = start;
    for (; at < glob.length; at += unit(glob, at)) {
      byte b = glob[at];
      if (b == '{') {
        depth++;
      } else if (b == '}' && --depth == 0) {
        break;
      } else if (b == ',' && depth == 1) {
        options.add(Arrays.copyOfRange(glob, start, at));
        start = at + 1;
      }
    }
    if (at >= glob.length) {
      throw new IllegalArgumentException("'{' is not closed");
    }
    options.add(Arrays.copyOfRange(glob, start, at));
    byte[] head = Arrays.copyOf(glob, open);
    byte[] tail = Arrays.copyOfRange(glob, at + 1, glob.length);
    List<byte[]> written = new ArrayList<>();
    for (byte[] option : options) {
      for (byte[] rest : alternatives(joined(option, tail))) {
        written.add(joined(head, rest));
        if (written.size() > MOST_ALTERNATIVES) {
          throw new IllegalArgumentException(
              "braces stand for more than " + MOST_ALTERNATIVES + " patterns");
        }
      }
    }
    return written;
  }

  /** A glob without braces for names: there is no slash, so {@code *} is anything. */
  Glob name(byte[] glob) {
    return parse(glob, false);
  }

  /** A glob without braces for paths. */
  Glob path(byte[] glob) {
    return parse(glob, true);
  }

  private Glob parse(byte[] glob, boolean slashes) {
    List<Token> tokens = new ArrayList<>();
    ByteArrayOutputStream literal = new ByteArrayOutputStream();
    int at = 0;
    while (at < glob.length) {
      int size = unit(glob, at);
      switch (glob[at]) {
        case '*' -> {
          boolean two = at + 1 < glob.length && glob[at + 1] == '*';
          boolean directories = two && at + 2 < glob.length && glob[at + 2] == '/';
          size = directories ? 3 : two ? 2 : 1;
          add(
              tokens,
              literal,
              directories
                  ? Token.Run.DIRECTORIES
                  : two || !slashes ? Token.Run.ANYTHING : Token.Run.WITHOUT_SLASH);
        }
        case '?' -> add(tokens, literal, new Token.OneOf(CharacterClass.ANY));
        case '[' -> add(tokens, literal, new Token.OneOf(characters(glob, at + 1, at + size - 1)));
        case '}' -> throw new IllegalArgumentException("'}' without '{'");
        case '\\' -> literal.write(lower(glob[at + 1]));
        default -> literal.write(lower(glob[at]));
      }
      at += size;
    }
    flush(tokens, literal);
    return new Glob(tokens);
  }

  private static void add(List<Token> tokens, ByteArrayOutputStream literal, Token token) {
    flush(tokens, literal);
    if (tokens.isEmpty() || !token.equals(Token.Run.ANYTHING) || !token.equals(tokens.getLast())) {
      tokens.add(token);
    }
  }

  private static void flush(List<Token> tokens, ByteArrayOutputStream literal) {
    if (literal.size() > 0) {
      tokens.add(new Token.Literal(literal.toByteArray()));
      literal.reset();
    }
  }

  private CharacterClass characters(byte[] glob, int from, int to) {
    boolean negated = glob[from] == '!' || glob[from] == '^';
    List<Integer> ranges = new ArrayList<>();
    int at = negated ? from + 1 : from;
    while (at < to) {
      int first = character(glob, at, to);
      at += CharacterClass.length(glob, at, to);
      int last = first;
      if (at + 1 < to && glob[at] == '-') {
        last = character(glob, at + 1, to);
        at += 1 + CharacterClass.length(glob, at + 1, to);
      }
      if (first > last) {
        throw new IllegalArgumentException("a range in '[' runs backwards");
      }
      ranges.add(first);
      ranges.add(last);
    }
    return new CharacterClass(
        ranges.stream().mapToInt(Integer::intValue).toArray(), negated, folded);
  }

  private static int character(byte[] glob, int at, int to) {
    int character = CharacterClass.character(glob, at, CharacterClass.length(glob, at, to));
    if (character < 0) {
      throw new IllegalArgumentException("'[' holds characters in UTF-8");
    }
    if (character == '/') {
      throw new IllegalArgumentException("'[' cannot hold a slash");
    }
    return character;
  }

  /** How many bytes belong together: a whole set, a backslash and what follows it, or one byte. */
  static int unit(byte[] glob, int at) {
    if (glob[at] == '\\') {
      if (at + 1 == glob.length) {
        throw new IllegalArgumentException("it ends with a backslash");
      }
      return 2;
    }
    if (glob[at] != '[') {
      return 1;
    }
    int end = at + 1;
    if (end < glob.length && (glob[end] == '!' || glob[end] == '^')) {
      end++;
    }
    do {
      end++;
    } while (end < glob.length && glob[end] != ']');
    if (end >= glob.length) {
      throw new IllegalArgumentException("'[' is not closed");
    }
    return end + 1 - at;
  }

  private byte lower(byte b) {
    return folded && b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] whole = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return whole;
  }
}
