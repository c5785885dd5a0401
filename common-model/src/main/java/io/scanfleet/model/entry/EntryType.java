package io.scanfleet.model.entry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of thing a directory entry is. The codes are part of the page format. */
public enum EntryType {
  UNKNOWN(0),
  FILE(1),
  DIRECTORY(2),
  SYMLINK(3),
  FIFO(4),
  SOCKET(5),
  CHARACTER_DEVICE(6),
  BLOCK_DEVICE(7);

  private static final EntryType[] ALL = values();

  private static final int FORMAT_MASK = 0xF000;

  private final int code;

  EntryType(int code) {
    this.code = code;
  }

  /** The number that stands for it in a page. */
  public int code() {
    return code;
  }

  /**
   * The type with this number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static EntryType ofCode(int code) {
    if (code < 0 || code >= ALL.length) {
      throw new IllegalArgumentException("no entry type has the code " + code);
    }
    return ALL[code];
  }

  /** Whether a type has this number. */
  public static boolean isCode(int code) {
    return code >= 0 && code < ALL.length;
  }

  /** The type that the format bits of a Unix {@code st_mode} tell. */
  public static EntryType ofMode(int mode) {
    return switch (mode & FORMAT_MASK) {
      case 0x8000 -> FILE;
      case 0x4000 -> DIRECTORY;
      case 0xA000 -> SYMLINK;
      case 0x1000 -> FIFO;
      case 0xC000 -> SOCKET;
      case 0x2000 -> CHARACTER_DEVICE;
      case 0x6000 -> BLOCK_DEVICE;
      default -> UNKNOWN;
    };
  }

  /** The format bits of a Unix {@code st_mode} for this type; 0 if unknown. */
  public int formatBits() {
    return switch (this) {
      case UNKNOWN -> 0;
      case FILE -> 0x8000;
      case DIRECTORY -> 0x4000;
      case SYMLINK -> 0xA000;
      case FIFO -> 0x1000;
      case SOCKET -> 0xC000;
      case CHARACTER_DEVICE -> 0x2000;
      case BLOCK_DEVICE -> 0x6000;
    };
  }

  /** Whether it is a device, a pipe or a socket. */
  public boolean isSpecial() {
    return this == FIFO || this == SOCKET || this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
