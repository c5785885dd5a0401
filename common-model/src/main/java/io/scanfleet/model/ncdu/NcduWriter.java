package io.scanfleet.model.ncdu;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a tree as the JSON that {@code ncdu -f} and {@code gdu -f} open (format 1.2 of <a
 * href="https://dev.yorhel.nl/ncdu/jsonfmt">dev.yorhel.nl/ncdu/jsonfmt</a>). Names are written as
 * the bytes they are, so a name that is not UTF-8 survives, though the file then is not UTF-8.
 *
 * <p>The format nests: a directory is entered, then come what lies in it and the directories below,
 * then it is left. Held is a number for each open directory. What ncdu cannot read back is left
 * out, as unknown: times before 1970, owners and groups above 2,147,483,647. Not thread-safe.
 */
public final class NcduWriter {

  private static final int FIRST_DEPTH = 64;

  private final OutputStream out;
  private long[] devices = new long[FIRST_DEPTH];
  private int depth;

  /**
   * @param out is written in small pieces, so it had better be buffered
   */
  public NcduWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins the file and enters its first directory.
   *
   * @param version of the program that writes
   * @param seconds when the tree was read, in Unix time
   * @param partial whether the tree is not whole
   * @param root the path that was scanned
   * @param device of the first directory; 0 if not known
   * @param unread whether that directory was not read to its end
   */
  public void begin(
      String version, long seconds, boolean partial, byte[] root, long device, boolean unread)
      throws IOException {
    ascii("[1,2,{\"progname\":\"scanfleet\",\"progver\":");
    string(version.getBytes(StandardCharsets.UTF_8));
    ascii(",\"timestamp\":");
    number(seconds);
    ascii(partial ? ",\"partial\":true},\n[{\"name\":" : "},\n[{\"name\":");
    string(root);
    if (device != 0) {
      field(",\"dev\":", device);
    }
    ascii(unread ? ",\"read_error\":true}" : "}");
    devices[depth++] = device;
  }

  /** What lies in the directory entered last: anything but a directory that will be entered. */
  public void entry(EntryColumns entries, int i) throws IOException {
    ascii(",\n");
    info(entries, i, entries.error(i) != null);
  }

  /**
   * Enters a directory of the one entered last.
   *
   * @param unread whether it was not read to its end
   */
  public void enter(EntryColumns entries, int i, boolean unread) throws IOException {
    ascii(",\n[");
    info(entries, i, unread);
    if (depth == devices.length) {
      devices = Arrays.copyOf(devices, depth * 2);
    }
    devices[depth] = entries.inode(i) == 0 ? devices[depth - 1] : entries.device(i);
    depth++;
  }

  /** Leaves the directory entered last. */
  public void leave() throws IOException {
    ascii("]");
    depth--;
  }

  /** Ends the file; every directory has been left. */
  public void end() throws IOException {
    ascii("]\n");
  }

  private void info(EntryColumns entries, int i, boolean unread) throws IOException {
    ascii("{\"name\":");
    string(entries.name(i));
    if (entries.bytes(i) > 0) {
      field(",\"asize\":", entries.bytes(i));
    }
    if (entries.allocated(i) > 0) {
      field(",\"dsize\":", entries.allocated(i));
    }
    boolean directory = entries.isDirectory(i);
    if (entries.inode(i) != 0) {
      field(",\"ino\":", entries.inode(i));
      if (entries.device(i) != devices[depth - 1]) {
        field(",\"dev\":", entries.device(i));
      }
    }
    if (!directory && entries.links(i) > 1) {
      field(",\"hlnkc\":true,\"nlink\":", entries.links(i));
    }
    if (entries.modifiedNanos(i) != EntryColumns.UNKNOWN_TIME) {
      extended(entries, i);
    }
    if (!directory && entries.type(i) != EntryType.FILE) {
      ascii(",\"notreg\":true");
    }
    if (entries.has(i, EntryColumns.EXCLUDED)) {
      ascii(",\"excluded\":\"pattern\"");
    } else if (entries.has(i, EntryColumns.OTHER_FILE_SYSTEM)) {
      ascii(",\"excluded\":\"otherfs\"");
    }
    ascii(unread ? ",\"read_error\":true}" : "}");
  }

  private void extended(EntryColumns entries, int i) throws IOException {
    if (entries.owner(i) >= 0) {
      field(",\"uid\":", entries.owner(i));
    }
    if (entries.group(i) >= 0) {
      field(",\"gid\":", entries.group(i));
    }
    if (entries.mode(i) != EntryColumns.UNKNOWN_MODE) {
      field(",\"mode\":", entries.type(i).formatBits() | entries.mode(i));
    }
    if (entries.modifiedSeconds(i) >= 0) {
      field(",\"mtime\":", entries.modifiedSeconds(i));
    }
  }

  private void field(String name, long value) throws IOException {
    ascii(name);
    number(value);
  }

  private void number(long value) throws IOException {
    ascii(Long.toUnsignedString(value));
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void string(byte[] bytes) throws IOException {
    out.write('"');
    int written = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ') || b == 0x7F) {
        out.write(bytes, written, i - written);
        written = i + 1;
        if (b == '"' || b == '\\') {
          out.write('\\');
          out.write(b);
        } else {
          ascii(String.format("\\u%04x", b));
        }
      }
    }
    out.write(bytes, written, bytes.length - written);
    out.write('"');
  }
}
