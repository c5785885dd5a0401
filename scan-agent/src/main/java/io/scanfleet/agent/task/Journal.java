package io.scanfleet.agent.task;

import io.scanfleet.model.TargetId;
import io.scanfleet.model.message.AgentCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers unfinished targets across a crash: one small file for each, written before the command
 * is acknowledged and deleted after the final state is confirmed. What is found at start is scanned
 * again as the next attempt. Thread-safe for different targets.
 */
public final class Journal {

  private static final System.Logger LOG = System.getLogger(Journal.class.getName());
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final JsonMapper json;

  /**
   * @param directory is created if missing
   */
  public Journal(Path directory, JsonMapper json) {
    this.directory = directory;
    this.json = json;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory, e);
    }
  }

  /**
   * An unfinished target.
   *
   * @param start what was asked; its attempt is the one that began last
   * @param cancelled whether it was asked to stop
   */
  record Entry(AgentCommand.Start start, boolean cancelled) {}

  /** Writes an entry over the one there may be; it is on the disk when this returns. */
  void put(Entry entry) {
    Path file = file(entry.start().targetId());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(fresh, json.writeValueAsBytes(entry));
      force(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the journal in " + directory, e);
    }
  }

  void remove(TargetId target) {
    try {
      Files.deleteIfExists(file(target));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete from the journal in " + directory, e);
    }
  }

  /** Every entry; a file that cannot be read is passed over with a warning. */
  List<Entry> entries() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .flatMap(this::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the journal in " + directory, e);
    }
  }

  private Stream<Entry> read(Path file) {
    try {
      return Stream.of(json.readValue(Files.readAllBytes(file), Entry.class));
    } catch (IOException | JacksonException e) {
      LOG.log(System.Logger.Level.WARNING, "Passing over " + file + ": " + e.getMessage());
      return Stream.empty();
    }
  }

  private Path file(TargetId target) {
    return directory.resolve(target.batch() + "-" + target.index() + SUFFIX);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
