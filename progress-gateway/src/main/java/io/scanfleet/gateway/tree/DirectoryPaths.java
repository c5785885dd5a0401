package io.scanfleet.gateway.tree;

import io.scanfleet.model.DirectoryKey;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the paths of directories of one tree from their keys, for what comes out of a tree in no
 * order: hits and findings. The listing of every directory in which others lie says where it lies
 * itself, so a path is put together upwards; what lies near each other shares its way up, which is
 * remembered up to {@value #REMEMBERED} directories. For one request and thread.
 */
public final class DirectoryPaths {

  private static final int REMEMBERED = 4096;

  private final DirectoryRows rows;
  private final long targetKey;
  private final Map<DirectoryKey, byte[]> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DirectoryKey, byte[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  DirectoryPaths(DirectoryRows rows, long targetKey) {
    this.rows = rows;
    this.targetKey = targetKey;
  }

  /**
   * The path below the target of a directory in which another lies: names joined by slashes, empty
   * for the target itself. Nothing if a directory above it is not stored, as in a tree that still
   * grows. Not to be changed.
   */
  public Optional<byte[]> of(DirectoryKey key) {
    Deque<DirectoryRows.Whereabouts> up = new ArrayDeque<>();
    DirectoryKey at = key;
    byte[] path = new byte[0];
    while (!at.equals(DirectoryKey.ROOT)) {
      byte[] remembered = known.get(at);
      if (remembered != null) {
        path = remembered;
        break;
      }
      Optional<DirectoryRows.Whereabouts> whereabouts = rows.whereabouts(targetKey, at);
      if (whereabouts.isEmpty()) {
        return Optional.empty();
      }
      up.push(whereabouts.get());
      at = whereabouts.get().parent();
    }
    for (DirectoryRows.Whereabouts directory : up) {
      path = join(path, directory.name());
      known.put(directory.key(), path);
    }
    return Optional.of(path);
  }

  /** The same for any directory of which is known already where it lies. */
  public Optional<byte[]> of(DirectoryKey key, DirectoryKey parent, byte[] name) {
    return key.equals(DirectoryKey.ROOT)
        ? Optional.of(new byte[0])
        : of(parent).map(above -> join(above, name));
  }

  /** The path of what lies in a directory. */
  public static byte[] join(byte[] directory, byte[] name) {
    if (directory.length == 0) {
      return name;
    }
    ByteArrayOutputStream path = new ByteArrayOutputStream(directory.length + 1 + name.length);
    path.writeBytes(directory);
    path.write('/');
    path.writeBytes(name);
    return path.toByteArray();
  }
}
