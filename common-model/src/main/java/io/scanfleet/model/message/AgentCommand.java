package io.scanfleet.model.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.TargetId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway asks of an agent. Every command may arrive twice; the second time it changes
 * nothing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AgentCommand.Start.class, name = "start"),
  @JsonSubTypes.Type(value = AgentCommand.Cancel.class, name = "cancel")
})
public sealed interface AgentCommand {

  @JsonProperty("batch_id")
  BatchId batchId();

  int target();

  /** The target spoken of. */
  default TargetId targetId() {
    return new TargetId(batchId(), target());
  }

  /**
   * Scan a directory.
   *
   * @param path absolute; must lie within one of the agent's roots
   * @param exclude globs of what to pass over, besides the agent's own defaults
   * @param crossMounts whether to enter other file systems mounted below
   * @param expectedFiles how many files the last completed scan of this path found; null if there
   *     was none
   * @param expectedDirectories how many of them lay in and below the biggest directories of that
   *     scan; each directory's parent is listed before it, or is the target itself
   * @param attempt the number of this start, from 1
   */
  record Start(
      @JsonProperty("batch_id") BatchId batchId,
      int target,
      String path,
      List<String> exclude,
      boolean crossMounts,
      @Nullable Long expectedFiles,
      @Nullable List<ExpectedDirectory> expectedDirectories,
      int attempt)
      implements AgentCommand {

    public Start {
      Objects.requireNonNull(batchId, "batch_id");
      Objects.requireNonNull(path, "path");
      exclude = List.copyOf(exclude);
      expectedDirectories =
          expectedDirectories == null ? List.of() : List.copyOf(expectedDirectories);
    }

    @Override
    public List<ExpectedDirectory> expectedDirectories() {
      return Objects.requireNonNull(expectedDirectories);
    }
  }

  /**
   * What the last completed scan found in one directory.
   *
   * @param files in it and below it
   */
  record ExpectedDirectory(DirectoryKey key, DirectoryKey parent, long files) {

    public ExpectedDirectory {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(parent, "parent");
    }
  }

  /** Stop scanning; what was found is kept. */
  record Cancel(@JsonProperty("batch_id") BatchId batchId, int target) implements AgentCommand {

    public Cancel {
      Objects.requireNonNull(batchId, "batch_id");
    }
  }
}
