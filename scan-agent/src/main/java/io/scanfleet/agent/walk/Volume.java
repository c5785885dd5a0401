package io.scanfleet.agent.walk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Knows how many inodes are in use where a directory is a whole volume: the best guess of what a
 * first scan of it will find. Linux only; file systems without a count of inodes (Btrfs, some
 * network file systems) have none.
 */
public final class Volume {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private Volume() {}

  /** Inodes in use, if the directory is where a volume is mounted as a whole. */
  public static OptionalLong usedInodes(Path directory) {
    if (!LinuxCalls.areAvailable() || !isWholeVolume(directory)) {
      return OptionalLong.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      return LinuxCalls.usedInodes(LinuxCalls.cString(arena, RawPaths.bytes(directory)), arena);
    }
  }

  private static boolean isWholeVolume(Path directory) {
    String path = new String(RawPaths.bytes(directory), StandardCharsets.ISO_8859_1);
    try {
      return isWholeVolume(path, Files.readString(MOUNTS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether the last mount on a path shows a file system from its root, by the kernel's table (see
   * proc_pid_mountinfo(5)): the fourth field is the root of the mount, the fifth where it is.
   */
  static boolean isWholeVolume(String path, String mountInfo) {
    boolean whole = false;
    for (String line : mountInfo.lines().toList()) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6 && unescaped(fields[4]).equals(path)) {
        whole = fields[3].equals("/");
      }
    }
    return whole;
  }

  /** Blanks and the like stand as three octal digits behind a backslash. */
  private static String unescaped(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        text.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
        i += 3;
      } else {
        text.append(field.charAt(i));
      }
    }
    return text.toString();
  }
}
