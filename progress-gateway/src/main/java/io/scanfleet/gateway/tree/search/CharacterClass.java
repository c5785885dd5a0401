package io.scanfleet.gateway.tree.search;

/**
 * Which characters a {@code ?} or a {@code [a-z]} of a glob stands for; never a slash. A byte that
 * is no UTF-8 counts as a character, which only {@code ?} and {@code [!a-z]} match.
 *
 * @param ranges first and last code point of each range, in turn
 * @param negated whether all others are meant
 * @param folded whether the case of the letters A to Z does not matter; texts are in small letters
 *     then
 */
record CharacterClass(int[] ranges, boolean negated, boolean folded) {

  /** What {@code ?} stands for. */
  static final CharacterClass ANY = new CharacterClass(new int[0], true, false);

  private static final int NO_CHARACTER = -1;

  /** How many bytes at {@code at} are a character of this class; 0 if they are none. */
  int match(byte[] text, int at, int to) {
    if (text[at] == '/') {
      return 0;
    }
    int length = length(text, at, to);
    int character = character(text, at, length);
    boolean listed = character != NO_CHARACTER && contains(character);
    if (!listed && folded && character >= 'a' && character <= 'z') {
      listed = contains(character - 'a' + 'A');
    }
    return listed != negated ? length : 0;
  }

  private boolean contains(int character) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (character >= ranges[i] && character <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** How many bytes the UTF-8 character at a place takes; 1 if there is none. */
  static int length(byte[] text, int at, int to) {
    int lead = text[at] & 0xFF;
    int length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    if (at + length > to) {
      return 1;
    }
    for (int i = 1; i < length; i++) {
      if ((text[at + i] & 0xC0) != 0x80) {
        return 1;
      }
    }
    return length;
  }

  /** The character of that length; a byte that is no UTF-8 is none. */
  static int character(byte[] text, int at, int length) {
    int lead = text[at] & 0xFF;
    if (length == 1) {
      return lead < 0x80 ? lead : NO_CHARACTER;
    }
    int character = lead & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      character = character << 6 | (text[at + i] & 0x3F);
    }
    return character;
  }
}
