package io.scanfleet.gateway.tree.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code ncdu -o}, {@code gdu -o} and Scanfleet itself export (format 1 of <a
 * href="https://dev.yorhel.nl/ncdu/jsonfmt">dev.yorhel.nl/ncdu/jsonfmt</a>), in one go and in
 * memory that does not grow with it. What the format does not know is passed over. Not thread-safe.
 */
final class NcduReader {

  private static final int MAJOR_VERSION = 1;
  private static final int MOST_MINOR_VERSION = 10_000;
  private static final int LONGEST_NAME = 4096;
  private static final int LONGEST_ROOT = 64 * 1024;
  private static final int LONGEST_WORD = 200;

  /** A billion years: what is beyond is no time but a broken inode. */
  private static final long MOST_SECONDS = 1L << 54;

  private static final long MOST_NUMBER = 0xFFFF_FFFFL;

  /** Takes what is read; what one lies in is entered before and left after it. */
  interface Visitor {

    /** A directory begins. */
    void enter(ExportedItem item);

    /** Something in the directory entered last that is not entered itself. */
    void entry(ExportedItem item);

    /** The directory entered last has ended. */
    void leave();
  }

  /**
   * What an export says of itself.
   *
   * @param program that made it, with its version; null if it does not tell
   * @param seconds when it was made, in Unix time; null if it does not tell
   * @param partial whether it says that it is not whole
   * @param root the path of the tree
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Heading(
      @Nullable String program, @Nullable Double seconds, boolean partial, byte[] root) {}

  private enum Field {
    NAME,
    ASIZE,
    DSIZE,
    DEV,
    INO,
    HLNKC,
    NLINK,
    NOTREG,
    EXCLUDED,
    READ_ERROR,
    MTIME,
    UID,
    GID,
    MODE;

    private static final Field[] ALL = values();

    final String key = name().toLowerCase(Locale.ROOT);
  }

  private final JsonBytes json;
  private final ExportedItem item = new ExportedItem();

  NcduReader(InputStream in) {
    json = new JsonBytes(in);
  }

  /**
   * Reads up to the first directory, whose entries follow with {@link #readTree}.
   *
   * @throws BrokenExportException if it is no export
   */
  Heading readHeading() throws IOException {
    json.expect('[', "an export, which begins with [");
    long major = json.number(MOST_MINOR_VERSION, "the version of the format");
    if (major != MAJOR_VERSION) {
      throw json.fault("the version of the format is " + major + ", which is not known");
    }
    json.expect(',', "a comma");
    json.number(MOST_MINOR_VERSION, "the minor version of the format");
    json.expect(',', "a comma");
    Heading heading = metadata();
    json.expect(',', "a comma");
    json.expect('[', "a directory, which begins with [");
    item(true);
    item.directory = true;
    byte[] root = Arrays.copyOf(item.name, item.nameLength);
    return new Heading(heading.program(), heading.seconds(), heading.partial(), root);
  }

  /**
   * Reads the tree, to the end of the input.
   *
   * @throws BrokenExportException if it is no export, or not a whole one
   */
  void readTree(Visitor visitor) throws IOException {
    visitor.enter(item);
    long depth = 1;
    while (depth > 0) {
      if (json.peek() == ']') {
        json.take();
        visitor.leave();
        depth--;
        continue;
      }
      json.expect(',', "a comma or ]");
      boolean directory = json.peek() == '[';
      if (directory) {
        json.take();
      }
      item(false);
      if (directory) {
        item.directory = true;
        item.excluded = null;
        visitor.enter(item);
        depth++;
      } else if (item.isDirectory() && item.excluded == null) {
        // Such as one that could not be opened.
        item.directory = true;
        visitor.enter(item);
        visitor.leave();
      } else {
        visitor.entry(item);
      }
    }
    while (json.peek() == ',') {
      // A later minor version may say more here.
      json.take();
      json.skip();
    }
    json.expect(']', "]");
    if (json.peek() != JsonBytes.END) {
      throw json.fault("it goes on though the export has ended");
    }
  }

  private Heading metadata() throws IOException {
    String program = null;
    String version = null;
    Double seconds = null;
    boolean partial = false;
    json.expect('{', "an object with what the export says of itself");
    if (json.peek() == '}') {
      json.take();
      return new Heading(null, null, false, new byte[0]);
    }
    while (true) {
      json.string(LONGEST_WORD, "a name of a field");
      String key = json.textAsString();
      json.expect(':', "a colon");
      switch (key) {
        case "progname" -> program = word(key);
        case "progver" -> version = word(key);
        case "timestamp" -> seconds = Math.max(0, json.seconds(key)) + json.nanos() / 1e9;
        case "partial" -> partial = json.flag(key);
        default -> json.skip();
      }
      if (endOfFields()) {
        String made = program == null || version == null ? program : program + " " + version;
        return new Heading(made, seconds, partial, new byte[0]);
      }
    }
  }

  private String word(String what) throws IOException {
    json.string(LONGEST_WORD, what);
    return json.textAsString();
  }

  private boolean endOfFields() throws IOException {
    if (json.peek() == '}') {
      json.take();
      return true;
    }
    json.expect(',', "a comma or }");
    return false;
  }

  private void item(boolean root) throws IOException {
    item.clear();
    json.expect('{', "an object with a name");
    boolean named = false;
    if (json.peek() == '}') {
      throw json.fault("an object has no name");
    }
    do {
      json.string(LONGEST_WORD, "a name of a field");
      Field field = field();
      json.expect(':', "a colon");
      if (field == Field.NAME) {
        json.string(root ? LONGEST_ROOT : LONGEST_NAME, "a name");
        requireName(root);
        item.setName(json.text(), json.textLength());
        named = true;
      } else {
        value(field);
      }
    } while (!endOfFields());
    if (!named) {
      throw json.fault("an object has no name");
    }
  }

  private @Nullable Field field() {
    for (Field field : Field.ALL) {
      if (json.textIs(field.key)) {
        return field;
      }
    }
    return null;
  }

  private void value(@Nullable Field field) throws IOException {
    switch (field) {
      case null -> json.skip();
      case NAME -> throw new IllegalStateException("read elsewhere");
      case ASIZE -> {
        item.bytes = json.number(Long.MAX_VALUE, "asize");
        item.hasBytes = true;
      }
      case DSIZE -> item.allocated = json.number(Long.MAX_VALUE, "dsize");
      case DEV -> {
        item.device = json.unsigned("dev");
        item.hasDevice = true;
      }
      case INO -> item.inode = json.unsigned("ino");
      case HLNKC -> item.hardLinked = json.flag("hlnkc");
      case NLINK -> item.links = (int) json.number(Integer.MAX_VALUE, "nlink");
      case NOTREG -> item.notRegular = json.flag("notreg");
      case EXCLUDED -> item.excluded = word("excluded");
      case READ_ERROR -> item.unread = json.flag("read_error");
      case MTIME -> {
        item.seconds = json.seconds("mtime");
        item.nanos = json.nanos();
        item.hasTime = Math.abs(item.seconds) < MOST_SECONDS;
      }
      case UID -> item.owner = json.number(MOST_NUMBER, "uid");
      case GID -> item.group = json.number(MOST_NUMBER, "gid");
      case MODE -> item.mode = (int) json.number(Integer.MAX_VALUE, "mode");
    }
  }

  private void requireName(boolean root) {
    byte[] text = json.text();
    int length = json.textLength();
    boolean dots = length > 0 && length <= 2 && text[0] == '.' && text[length - 1] == '.';
    boolean bad = length == 0 || (dots && !root);
    for (int i = 0; i < length && !bad; i++) {
      bad = text[i] == 0 || (text[i] == '/' && !root);
    }
    if (bad) {
      throw json.fault(
          "a name is one that nothing can have: empty, . or .., or with a slash or zero");
    }
  }
}
