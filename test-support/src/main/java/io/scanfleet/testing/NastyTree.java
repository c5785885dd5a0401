package io.scanfleet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A tree of everything that breaks programs which read directories: names that are no text, names
 * that look like something else, links of all kinds, devices, pipes and sockets, sizes and times at
 * their limits, directories that may not be read, paths too long for the operating system.
 *
 * <p>A shell makes it ({@code nasty-tree.sh}), because Java cannot name what is no text. Only
 * {@link DeletingTree} removes it.
 */
public final class NastyTree {

  /** What not every host can make, because of its file system or of who we are. */
  public static final Set<String> OPTIONAL = Set.of("device", "size-beyond-2-to-the-53");

  private static final String SOCKET = "unix-socket";

  /**
   * What the tree has.
   *
   * @param made the nasty things that are there
   * @param skipped those that this host could not make
   */
  public record Made(Set<String> made, Set<String> skipped) {}

  private NastyTree() {}

  /** Makes the tree below this directory, which is made if it is missing. */
  public static Made create(Path root) {
    try {
      Files.createDirectories(root);
      Path script = Files.createTempFile("nasty-tree-", ".sh");
      try {
        copyScript(script);
        String output =
            Commands.run(new ProcessBuilder("sh", script.toString()).directory(root.toFile()));
        makeSocket(root.resolve("special"));
        return new Made(
            Stream.concat(lines(output, "made "), Stream.of(SOCKET))
                .collect(Collectors.toUnmodifiableSet()),
            lines(output, "skipped ").collect(Collectors.toUnmodifiableSet()));
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyScript(Path target) throws IOException {
    try (InputStream script =
        Objects.requireNonNull(NastyTree.class.getResourceAsStream("nasty-tree.sh"))) {
      Files.write(target, script.readAllBytes());
    }
  }

  private static Stream<String> lines(String output, String prefix) {
    return output.lines().filter(l -> l.startsWith(prefix)).map(l -> l.substring(prefix.length()));
  }

  /** Made where paths are short, since a socket's may not be longer than 107 bytes, then moved. */
  private static void makeSocket(Path directory) throws IOException {
    Path shortDirectory = Files.createTempDirectory("s");
    Path socket = shortDirectory.resolve("s");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
    }
    Commands.run("mv", socket.toString(), directory.resolve("socket").toString());
    Files.delete(shortDirectory);
  }
}
