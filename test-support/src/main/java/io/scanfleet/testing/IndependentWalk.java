package io.scanfleet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The truth about a tree, told by {@code find} and summed up here, so that it shares no code, no
 * library and no system call wrapper with the walker that is checked against it.
 *
 * <p>Where a file has several hard links, it is a matter of opinion to which directory its bytes
 * belong. So directories count every name, and tell whether that matters to them; the whole walk
 * also counts every file once.
 */
public final class IndependentWalk {

  private static final int BLOCK = 512;

  /** Type, device, inode, links, size, blocks, mode, owner, group, modified, path. */
  private static final String FORMAT = "%y\\0%D\\0%i\\0%n\\0%s\\0%b\\0%m\\0%U\\0%G\\0%T@\\0%P\\0";

  /**
   * One entry of a directory.
   *
   * @param type as {@code find} says it: {@code f} file, {@code d} directory, {@code l} symbolic
   *     link, {@code p} pipe, {@code s} socket, {@code c} and {@code b} devices
   * @param bytes its apparent size
   * @param allocatedBytes the space it takes
   * @param mode permission bits
   */
  public record Entry(
      RawPath path,
      char type,
      long device,
      long inode,
      long links,
      long bytes,
      long allocatedBytes,
      int mode,
      long owner,
      long group,
      Instant modified) {

    public RawPath name() {
      return path.name();
    }

    public boolean isDirectory() {
      return type == 'd';
    }
  }

  /**
   * A directory with the totals of everything below it, itself not counted.
   *
   * @param files everything that is not a directory, symbolic links and specials included
   * @param specials devices, pipes and sockets
   * @param bytes sizes of everything that is not a directory, every name counted
   * @param allocatedBytes the space that it takes, every name counted
   * @param containsHardLinks whether something below it has other names, there or elsewhere, so
   *     that {@code bytes} is one of several right answers
   * @param entries what is directly in it
   */
  public record Directory(
      RawPath path,
      long files,
      long directories,
      long symlinks,
      long specials,
      long bytes,
      long allocatedBytes,
      boolean containsHardLinks,
      Map<RawPath, Entry> entries) {

    /**
     * What is directly in it under this name.
     *
     * @throws AssertionError if there is nothing
     */
    public Entry entry(RawPath name) {
      Entry entry = entries.get(name);
      if (entry == null) {
        throw new AssertionError("'" + path + "' has no '" + name + "'");
      }
      return entry;
    }
  }

  private record Inode(long device, long number) {}

  /** A directory while it is summed up. */
  private static final class Sum {

    private final RawPath path;
    private final @Nullable Sum parent;
    private final Map<RawPath, Entry> entries = new LinkedHashMap<>();
    private long files;
    private long directories;
    private long symlinks;
    private long specials;
    private long bytes;
    private long allocatedBytes;
    private boolean containsHardLinks;

    private Sum(RawPath path, @Nullable Sum parent) {
      this.path = path;
      this.parent = parent;
    }

    private void count(Entry entry) {
      if (entry.isDirectory()) {
        directories++;
        return;
      }
      files++;
      bytes += entry.bytes();
      allocatedBytes += entry.allocatedBytes();
      containsHardLinks |= entry.links() > 1;
      if (entry.type() == 'l') {
        symlinks++;
      } else if (entry.type() != 'f') {
        specials++;
      }
    }

    private Directory finished() {
      return new Directory(
          path,
          files,
          directories,
          symlinks,
          specials,
          bytes,
          allocatedBytes,
          containsHardLinks,
          Collections.unmodifiableMap(entries));
    }
  }

  private final Map<RawPath, Directory> directories = new LinkedHashMap<>();
  private final Set<Inode> counted = new HashSet<>();
  private final String complaints;
  private long bytesCountingLinksOnce;
  private long allocatedBytesCountingLinksOnce;

  private IndependentWalk(String found, String complaints) {
    this.complaints = complaints;
    Map<RawPath, Sum> sums = new HashMap<>();
    List<Sum> inOrder = new ArrayList<>();
    for (Fields fields = new Fields(found); fields.hasNext(); ) {
      Entry entry = fields.nextEntry();
      Sum parent = entry.path().equals(RawPath.ROOT) ? null : sums.get(entry.path().parent());
      if (parent != null) {
        parent.entries.put(entry.name(), entry);
        for (Sum above = parent; above != null; above = above.parent) {
          above.count(entry);
        }
        countOnce(entry);
      }
      if (entry.isDirectory()) {
        Sum sum = new Sum(entry.path(), parent);
        sums.put(entry.path(), sum);
        inOrder.add(sum);
      }
    }
    inOrder.forEach(sum -> directories.put(sum.path, sum.finished()));
  }

  /**
   * Walks a tree. Symbolic links are not followed; mount points are crossed.
   *
   * @param prunedNames directories of these names are taken as not there, with all below them
   */
  public static IndependentWalk of(Path root, String... prunedNames) {
    List<String> command = new ArrayList<>(List.of("find", "."));
    for (String name : prunedNames) {
      command.addAll(List.of("-type", "d", "-name", literally(name), "-prune", "-o"));
    }
    command.addAll(List.of("-printf", FORMAT));
    try {
      Path errors = Files.createTempFile("find-", ".errors");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).directory(root.toFile()).redirectError(errors.toFile());
        // Names are bytes to it in this locale, also when it looks for those to prune.
        builder.environment().put("LC_ALL", "C");
        Process find = builder.start();
        find.getOutputStream().close();
        byte[] found = find.getInputStream().readAllBytes();
        int status = find.waitFor();
        String complaints = Files.readString(errors, StandardCharsets.ISO_8859_1);
        // 1 stands for "could not read everything", which it then tells.
        if (status > 1 || found.length == 0) {
          throw new IllegalStateException("find failed with " + status + ":\n" + complaints);
        }
        return new IndependentWalk(new String(found, StandardCharsets.ISO_8859_1), complaints);
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for find", e);
    }
  }

  /** The root's totals and entries. */
  public Directory root() {
    return directory(RawPath.ROOT);
  }

  /**
   * A directory's totals and entries.
   *
   * @throws AssertionError if there is no such directory
   */
  public Directory directory(RawPath path) {
    Directory directory = directories.get(path);
    if (directory == null) {
      throw new AssertionError("no directory '" + path + "'");
    }
    return directory;
  }

  /** All directories, every one after its parent. */
  public Map<RawPath, Directory> directories() {
    return Collections.unmodifiableMap(directories);
  }

  /** Sizes of everything that is not a directory, a file with several hard links once. */
  public long bytesCountingLinksOnce() {
    return bytesCountingLinksOnce;
  }

  /** The space that all but directories take, a file with several hard links once. */
  public long allocatedBytesCountingLinksOnce() {
    return allocatedBytesCountingLinksOnce;
  }

  /** What could not be read, in the words of {@code find}; empty if everything could. */
  public String complaints() {
    return complaints;
  }

  private void countOnce(Entry entry) {
    if (!entry.isDirectory()
        && (entry.links() == 1 || counted.add(new Inode(entry.device(), entry.inode())))) {
      bytesCountingLinksOnce += entry.bytes();
      allocatedBytesCountingLinksOnce += entry.allocatedBytes();
    }
  }

  /** A pattern that matches this name only. */
  private static String literally(String name) {
    return name.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  /** What {@code find} printed, field by field. */
  private static final class Fields {

    private final String found;
    private int position;

    private Fields(String found) {
      this.found = found;
    }

    private boolean hasNext() {
      return position < found.length();
    }

    private Entry nextEntry() {
      char type = next().charAt(0);
      long device = number();
      long inode = number();
      long links = number();
      long bytes = number();
      long allocated = number() * BLOCK;
      int mode = Integer.parseInt(next(), 8);
      long owner = number();
      long group = number();
      Instant modified = instant(next());
      return new Entry(
          new RawPath(next()),
          type,
          device,
          inode,
          links,
          bytes,
          allocated,
          mode,
          owner,
          group,
          modified);
    }

    private String next() {
      int end = found.indexOf('\0', position);
      String field = found.substring(position, end);
      position = end + 1;
      return field;
    }

    private long number() {
      return Long.parseLong(next());
    }

    /** It prints the kernel's two numbers: seconds, which may be negative, and nanoseconds. */
    private static Instant instant(String time) {
      int point = time.indexOf('.');
      long seconds = Long.parseLong(time.substring(0, point));
      int nanoDigits = point + 10;
      return Instant.ofEpochSecond(seconds, Long.parseLong(time.substring(point + 1, nanoDigits)));
    }
  }
}
