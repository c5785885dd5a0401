package io.scanfleet.agent.walk;

import io.scanfleet.model.RawName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a walk passes over. A pattern without a slash speaks of names at any depth, one with a slash
 * of paths below the target; a leading {@code **}{@code /} is any depth, a trailing {@code /**} is
 * the directory itself with all in it. Within a component {@code *}, {@code ?}, {@code [a-z]} and
 * {@code {a,b}} mean what they mean in a shell. Names that are not valid UTF-8 are matched as they
 * are displayed. Immutable.
 */
public final class Excludes {

  /**
   * Passed over unless asked for: the snapshots that NetApp and ZFS show as directories, which
   * repeat everything, and where a check of the file system puts what it finds.
   */
  public static final List<String> DEFAULTS = List.of(".snapshot", ".zfs", "lost+found");

  private static final String SPECIAL = "*?[]{},\\";

  /** Names without wildcards, compared as the bytes they are. */
  private final List<byte[]> literals = new ArrayList<>();

  private final List<Pattern> names = new ArrayList<>();
  private final List<Pattern> paths = new ArrayList<>();

  private Excludes(List<String> globs) {
    for (String glob : globs) {
      String cleaned = glob.startsWith("/") ? glob.substring(1) : glob;
      if (cleaned.isEmpty()) {
        throw new IllegalArgumentException("an exclude pattern is empty: '" + glob + "'");
      }
      if (cleaned.endsWith("/**")) {
        cleaned = cleaned.substring(0, cleaned.length() - 3);
      }
      while (cleaned.startsWith("**/")) {
        cleaned = cleaned.substring(3);
        if (!cleaned.contains("/")) {
          break;
        }
        cleaned = "\0" + cleaned;
      }
      if (cleaned.contains("/") || glob.startsWith("/")) {
        paths.add(compile(cleaned, glob));
      } else if (cleaned.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0)) {
        literals.add(cleaned.getBytes(StandardCharsets.UTF_8));
      } else {
        names.add(compile(cleaned, glob));
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a pattern is malformed; the message says which
   */
  public static Excludes of(List<String> globs) {
    return new Excludes(globs);
  }

  /**
   * The defaults and what was asked for besides. {@code !} in front of a default takes it back:
   * {@code !lost+found}.
   *
   * @throws IllegalArgumentException if a pattern is malformed, or takes back what is no default
   */
  public static Excludes withDefaults(List<String> globs) {
    List<String> all = new ArrayList<>(DEFAULTS);
    for (String glob : globs) {
      if (!glob.startsWith("!")) {
        all.add(glob);
      } else if (!DEFAULTS.contains(glob.substring(1))) {
        throw new IllegalArgumentException(
            "'" + glob + "' takes back no default; those are " + String.join(", ", DEFAULTS));
      } else {
        all.remove(glob.substring(1));
      }
    }
    return new Excludes(all);
  }

  /**
   * Whether an entry is passed over; its name is {@code length} bytes of {@code bytes} from {@code
   * offset} on.
   *
   * @param directory the path below the target of the directory it lies in, without slashes at its
   *     ends; asked for only if a pattern needs it
   */
  public boolean matches(byte[] bytes, int offset, int length, Supplier<String> directory) {
    for (byte[] literal : literals) {
      if (literal.length == length
          && Arrays.equals(bytes, offset, offset + length, literal, 0, length)) {
        return true;
      }
    }
    if (names.isEmpty() && paths.isEmpty()) {
      return false;
    }
    String text = RawName.decode(Arrays.copyOfRange(bytes, offset, offset + length));
    for (Pattern pattern : names) {
      if (pattern.matcher(text).matches()) {
        return true;
      }
    }
    if (paths.isEmpty()) {
      return false;
    }
    String parent = directory.get();
    String path = parent.isEmpty() ? text : parent + "/" + text;
    for (Pattern pattern : paths) {
      if (pattern.matcher(path).matches()) {
        return true;
      }
    }
    return false;
  }

  private static Pattern compile(String glob, String original) {
    StringBuilder regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '\0' -> regex.append("(?:.*/)?");
        case '*' -> {
          boolean any = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
          if (any && i + 2 < glob.length() && glob.charAt(i + 2) == '/') {
            regex.append("(?:.*/)?");
            i += 2;
          } else if (any) {
            regex.append(".*");
            i++;
          } else {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '[' -> {
          int end = glob.indexOf(']', i + 2);
          if (end < 0) {
            throw new IllegalArgumentException("'[' is not closed in the pattern " + original);
          }
          String set = glob.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
          regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
          i = end;
        }
        case '{' -> {
          braces++;
          regex.append("(?:");
        }
        case '}' -> {
          if (braces == 0) {
            throw new IllegalArgumentException("'}' without '{' in the pattern " + original);
          }
          braces--;
          regex.append(')');
        }
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        case '\\' -> {
          if (++i == glob.length()) {
            throw new IllegalArgumentException("the pattern ends with a backslash: " + original);
          }
          regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (braces != 0) {
      throw new IllegalArgumentException("'{' is not closed in the pattern " + original);
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new IllegalArgumentException("not a pattern: " + original, e);
    }
  }
}
