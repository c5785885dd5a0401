package io.scanfleet.gateway.tree.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A glob without braces, matched against bytes.
 *
 * <p>What it begins and ends with is compared first. If there is nothing else in it but letters and
 * {@code *}, each run of letters is looked for behind the one before. Otherwise the places that the
 * match can have reached are moved on token by token, all at once, so that no pattern takes longer
 * than its length times the text's. Immutable.
 */
final class Glob {

  /** A part of a glob. */
  sealed interface Token {

    /** Bytes that stand for themselves. */
    record Literal(byte[] bytes) implements Token {}

    /** One character out of some. */
    record OneOf(CharacterClass characters) implements Token {}

    /** Something that matches a run of bytes, possibly none. */
    enum Run implements Token {
      /** Anything but a slash. */
      WITHOUT_SLASH,
      /** Anything. */
      ANYTHING,
      /** Nothing, or anything that ends with a slash. */
      DIRECTORIES
    }
  }

  private final List<Token> tokens;
  private final byte[] prefix;
  private final byte[] suffix;
  private final int leastLength;

  /** What stands between prefix and suffix, if that is only letters and runs of anything. */
  private final List<ByteSearch> pieces = new ArrayList<>();

  private final boolean plain;

  Glob(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
    this.prefix = literal(0);
    this.suffix = tokens.size() > 1 ? literal(tokens.size() - 1) : new byte[0];
    int least = 0;
    boolean onlyLetters = true;
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i)) {
        case Token.Literal(byte[] bytes) -> {
          least += bytes.length;
          if (i > 0 && i < tokens.size() - 1) {
            pieces.add(new ByteSearch(bytes));
          }
        }
        case Token.OneOf one -> {
          least++;
          onlyLetters = false;
        }
        case Token.Run run -> onlyLetters &= run == Token.Run.ANYTHING;
      }
    }
    this.leastLength = least;
    this.plain = onlyLetters;
  }

  private byte[] literal(int token) {
    return token < tokens.size() && tokens.get(token) instanceof Token.Literal(byte[] bytes)
        ? bytes
        : new byte[0];
  }

  /** Bytes that occur in whatever matches; empty if there are none. */
  byte[] longestLiteral() {
    byte[] longest = {};
    for (int i = 0; i < tokens.size(); i++) {
      byte[] literal = literal(i);
      longest = literal.length > longest.length ? literal : longest;
    }
    return longest;
  }

  static boolean anyMatches(List<Glob> globs, byte[] text, int from, int to) {
    for (Glob glob : globs) {
      if (glob.matches(text, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text from {@code from} to {@code to} matches, as a whole. */
  boolean matches(byte[] text, int from, int to) {
    int start = from + prefix.length;
    int end = to - suffix.length;
    if (to - from < leastLength
        || !Arrays.equals(text, from, start, prefix, 0, prefix.length)
        || !Arrays.equals(text, end, to, suffix, 0, suffix.length)) {
      return false;
    }
    if (!plain) {
      return matchesByTokens(text, from, to);
    }
    if (tokens.size() < 2) {
      return start == to || (!tokens.isEmpty() && tokens.getFirst() instanceof Token.Run);
    }
    int at = start;
    for (ByteSearch piece : pieces) {
      at = piece.find(text, at, end);
      if (at < 0) {
        return false;
      }
      at += piece.length();
    }
    return true;
  }

  private boolean matchesByTokens(byte[] text, int from, int to) {
    int length = to - from;
    boolean[] reached = new boolean[length + 1];
    reached[0] = true;
    for (Token token : tokens) {
      boolean[] next = new boolean[length + 1];
      switch (token) {
        case Token.Literal(byte[] bytes) -> {
          for (int i = 0; i + bytes.length <= length; i++) {
            next[i + bytes.length] =
                reached[i]
                    && Arrays.equals(
                        text, from + i, from + i + bytes.length, bytes, 0, bytes.length);
          }
        }
        case Token.OneOf(CharacterClass characters) -> {
          for (int i = 0; i < length; i++) {
            if (reached[i]) {
              int size = characters.match(text, from + i, to);
              if (size > 0) {
                next[i + size] = true;
              }
            }
          }
        }
        case Token.Run run -> {
          boolean before = false;
          for (int i = 0; i <= length; i++) {
            boolean slash = i > 0 && text[from + i - 1] == '/';
            next[i] =
                reached[i]
                    || switch (run) {
                      case WITHOUT_SLASH -> i > 0 && next[i - 1] && !slash;
                      case ANYTHING -> i > 0 && next[i - 1];
                      case DIRECTORIES -> before && slash;
                    };
            before |= reached[i];
          }
        }
      }
      reached = next;
    }
    return reached[length];
  }
}
