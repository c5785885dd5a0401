package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.tree.WalkRows.Finished;
import io.scanfleet.model.DirectoryKey;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Finds what can be walked. Thread-safe. */
@Service
public class StoredTrees {

  private final WalkRows rows;

  StoredTrees(WalkRows rows) {
    this.rows = rows;
  }

  /**
   * The tree below a directory; empty if there is no such directory, or none has been found yet.
   * The target itself is always there.
   *
   * @param whole whether all of the target is stored, so that a listing that is not there has been
   *     removed meanwhile; otherwise it may not have come yet, and is passed over
   */
  public Optional<StoredWalk> find(long targetKey, TreePath path, boolean whole) {
    DirectoryKey key = path.key();
    Finished finished = rows.finished(targetKey, key).orElse(null);
    if (finished == null && !path.names().isEmpty() && rows.part(targetKey, key, 0).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new StoredWalk(rows, targetKey, path, finished, whole));
  }
}
