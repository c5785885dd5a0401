package io.scanfleet.gateway.tree.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads JSON token by token, with strings as the bytes they are: names in exports need not be
 * UTF-8, which no JSON library lets through. Nothing nests here, so depth costs nothing. Not
 * thread-safe.
 */
final class JsonBytes {

  /** The end of the input, as a token. */
  static final int END = -1;

  private static final int DEEPEST_SKIPPED = 64;
  private static final int NANO_DIGITS = 9;

  /** To a number below this another digit can be added. */
  private static final long SHORT = Long.MAX_VALUE / 100;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int limit;
  private long before;
  private long line = 1;

  private byte[] text = new byte[256];
  private int textLength;

  private boolean negative;
  private long magnitude;
  private boolean fractional;
  private int nanos;

  JsonBytes(InputStream in) {
    this.in = in;
  }

  BrokenExportException fault(String fault) {
    return new BrokenExportException(fault, before + at, line);
  }

  /** The next byte that is not white space, or {@link #END}; it is not taken. */
  int peek() throws IOException {
    while (true) {
      if (at == limit && !fill()) {
        return END;
      }
      byte b = buffer[at];
      if (b == '\n') {
        line++;
      } else if (b != ' ' && b != '\t' && b != '\r') {
        return b & 0xFF;
      }
      at++;
    }
  }

  /** Takes the next byte that is not white space. */
  int take() throws IOException {
    int token = peek();
    if (token != END) {
      at++;
    }
    return token;
  }

  /** Takes a token that must come now. */
  void expect(char token, String what) throws IOException {
    if (peek() != token) {
      throw unexpected(what);
    }
    at++;
  }

  /** Something else than this was to come. */
  BrokenExportException unexpected(String what) throws IOException {
    return peek() == END
        ? fault("it ends where " + what + " should come")
        : fault(what + " should come");
  }

  /**
   * Reads a string; {@link #text} and {@link #textLength} then tell its bytes.
   *
   * @param most bytes it may have
   */
  void string(int most, String what) throws IOException {
    expect('"', what);
    textLength = 0;
    // An escaped character beyond 16 bits comes in two halves; one without the other is U+FFFD.
    int half = 0;
    while (true) {
      int b = inString();
      int code = b == '\\' ? escape() : b;
      if (half != 0 && (b != '\\' || !Character.isLowSurrogate((char) code))) {
        append(0xFFFD);
        half = 0;
      }
      if (b == '"') {
        return;
      }
      if (b != '\\') {
        appendByte(b);
      } else if (Character.isHighSurrogate((char) code)) {
        half = code;
      } else if (Character.isLowSurrogate((char) code)) {
        append(half == 0 ? 0xFFFD : Character.toCodePoint((char) half, (char) code));
        half = 0;
      } else {
        append(code);
      }
      if (textLength > most) {
        throw fault(what + " is longer than " + most + " bytes");
      }
    }
  }

  /** The bytes of the last string; used again by the next. */
  byte[] text() {
    return text;
  }

  int textLength() {
    return textLength;
  }

  /** The last string, for people. */
  String textAsString() {
    return new String(text, 0, textLength, StandardCharsets.UTF_8);
  }

  /** Whether the last string is this, which is ASCII. */
  boolean textIs(String ascii) {
    if (ascii.length() != textLength) {
      return false;
    }
    for (int i = 0; i < textLength; i++) {
      if (text[i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void appendByte(int b) {
    if (textLength == text.length) {
      text = Arrays.copyOf(text, textLength * 2);
    }
    text[textLength++] = (byte) b;
  }

  /** Appends a character in UTF-8. */
  private void append(int codePoint) {
    if (codePoint < 0x80) {
      appendByte(codePoint);
    } else if (codePoint < 0x800) {
      appendByte(0xC0 | codePoint >> 6);
      appendByte(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
      appendByte(0xE0 | codePoint >> 12);
      appendByte(0x80 | (codePoint >> 6 & 0x3F));
      appendByte(0x80 | (codePoint & 0x3F));
    } else {
      appendByte(0xF0 | codePoint >> 18);
      appendByte(0x80 | (codePoint >> 12 & 0x3F));
      appendByte(0x80 | (codePoint >> 6 & 0x3F));
      appendByte(0x80 | (codePoint & 0x3F));
    }
  }

  private int inString() throws IOException {
    if (at == limit && !fill()) {
      throw fault("it ends within a string");
    }
    int b = buffer[at] & 0xFF;
    if (b < ' ') {
      throw fault("a control character stands in a string");
    }
    at++;
    return b;
  }

  private int escape() throws IOException {
    int b = inString();
    return switch (b) {
      case '"', '\\', '/' -> b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(inString(), 16);
          if (digit < 0) {
            throw fault("an escape has no four hexadecimal digits");
          }
          code = code << 4 | digit;
        }
        yield code;
      }
      default -> throw fault("an unknown escape stands in a string");
    };
  }

  /** Reads {@code true} or {@code false}; null is false. */
  boolean flag(String what) throws IOException {
    switch (peek()) {
      case 't' -> {
        word("true");
        return true;
      }
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> throw unexpected(what + ", true or false,");
    }
    return false;
  }

  /** Reads a number without a fraction, from 0 to a largest one. */
  long number(long most, String what) throws IOException {
    number(what);
    if (negative || fractional || magnitude < 0 || magnitude > most) {
      throw fault(what + " is not a whole number from 0 to " + most);
    }
    return magnitude;
  }

  /** Reads a number of up to 64 bits without a sign. */
  long unsigned(String what) throws IOException {
    number(what);
    if (negative || fractional) {
      throw fault(what + " is not a whole number from 0");
    }
    return magnitude;
  }

  /**
   * Reads a time in Unix seconds, perhaps with a fraction, which {@link #nanos} then tells. Times
   * before 1970 come with a sign, or as ncdu writes them: counted down from 2 to the 64.
   *
   * @return the whole seconds before it
   */
  long seconds(String what) throws IOException {
    number(what);
    if (negative && magnitude < 0) {
      throw fault(what + " is a number of more than 64 bits");
    }
    if (!negative) {
      return magnitude;
    }
    if (nanos == 0) {
      return -magnitude;
    }
    nanos = 1_000_000_000 - nanos;
    return -magnitude - 1;
  }

  /** The nanoseconds behind the last {@link #seconds}. */
  int nanos() {
    return nanos;
  }

  private void number(String what) throws IOException {
    int b = peek();
    negative = b == '-';
    if (negative) {
      at++;
      b = here();
    }
    if (!isDigit(b)) {
      throw unexpected(what + ", a number,");
    }
    magnitude = 0;
    for (; isDigit(b); b = skipHere()) {
      int digit = b - '0';
      if ((magnitude < 0 || magnitude > SHORT)
          && Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L - digit, 10)) > 0) {
        throw fault(what + " is a number of more than 64 bits");
      }
      magnitude = magnitude * 10 + digit;
    }
    fractional = b == '.';
    nanos = 0;
    if (fractional) {
      b = skipHere();
      if (!isDigit(b)) {
        throw fault(what + " is no number");
      }
      int digits = 0;
      for (; isDigit(b); b = skipHere()) {
        if (digits++ < NANO_DIGITS) {
          nanos = nanos * 10 + b - '0';
        }
      }
      for (; digits < NANO_DIGITS; digits++) {
        nanos *= 10;
      }
    }
    if (b == 'e' || b == 'E') {
      throw fault(what + " has an exponent");
    }
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  /** The next byte, not taken. */
  private int here() throws IOException {
    return at < limit || fill() ? buffer[at] & 0xFF : END;
  }

  private int skipHere() throws IOException {
    at++;
    return here();
  }

  private void word(String word) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      if (here() != word.charAt(i)) {
        throw unexpected(word);
      }
      at++;
    }
  }

  /** Passes over whatever value comes. */
  void skip() throws IOException {
    // A bit for each level: whether it is an object.
    long objects = 0;
    int depth = 0;
    do {
      int token = peek();
      switch (token) {
        case '{', '[' -> {
          if (depth == DEEPEST_SKIPPED) {
            throw fault("an unknown field nests more than " + DEEPEST_SKIPPED + " levels deep");
          }
          at++;
          objects = objects << 1 | (token == '{' ? 1 : 0);
          depth++;
          if (peek() == (token == '{' ? '}' : ']')) {
            break;
          }
          if (token == '{') {
            key();
          }
          continue;
        }
        case '"' -> skipString();
        case 't' -> word("true");
        case 'f' -> word("false");
        case 'n' -> word("null");
        default -> skipNumber();
      }
      // A value is over, and with it perhaps what it stands in.
      while (depth > 0) {
        boolean object = (objects & 1) != 0;
        if (peek() == ',') {
          at++;
          if (object) {
            key();
          }
          break;
        }
        expect(object ? '}' : ']', object ? "a comma or }" : "a comma or ]");
        objects >>>= 1;
        depth--;
      }
    } while (depth > 0);
  }

  private void key() throws IOException {
    skipString();
    expect(':', "a colon");
  }

  private void skipString() throws IOException {
    expect('"', "a string");
    for (int b = inString(); b != '"'; b = inString()) {
      if (b == '\\') {
        escape();
      }
    }
  }

  private void skipNumber() throws IOException {
    int b = peek();
    if (b != '-' && !isDigit(b)) {
      throw unexpected("a value");
    }
    while (isDigit(b) || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E') {
      b = skipHere();
    }
  }

  private boolean fill() throws IOException {
    before += limit;
    at = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }
}
