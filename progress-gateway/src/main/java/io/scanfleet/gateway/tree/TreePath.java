package io.scanfleet.gateway.tree;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.RawName;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory below a target, as a request names it: the bytes of its path, since names need not be
 * text. Empty for the target itself.
 */
public record TreePath(List<RawName> names) {

  public TreePath {
    names = List.copyOf(names);
  }

  /**
   * Reads {@code path} from a query that is still encoded; see {@link RawQuery}.
   *
   * @throws IllegalArgumentException if it is not a path below a target
   */
  public static TreePath ofQuery(@Nullable String rawQuery) {
    byte[] path = RawQuery.parameter(rawQuery, "path");
    return path == null ? new TreePath(List.of()) : ofBytes(path);
  }

  /**
   * Reads a path from its bytes. Slashes at its ends and doubled ones do not matter.
   *
   * @throws IllegalArgumentException if a component cannot be a name, as {@code ..}
   */
  public static TreePath ofBytes(byte[] path) {
    List<RawName> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        if (i > start) {
          byte[] name = new byte[i - start];
          System.arraycopy(path, start, name, 0, name.length);
          names.add(RawName.of(name));
        }
        start = i + 1;
      }
    }
    return new TreePath(names);
  }

  /** The key of the directory it lies in; its own for the target itself. */
  public DirectoryKey parentKey() {
    DirectoryKey key = DirectoryKey.ROOT;
    for (int i = 0; i + 1 < names.size(); i++) {
      key = key.child(names.get(i));
    }
    return key;
  }

  public DirectoryKey key() {
    return names.isEmpty() ? DirectoryKey.ROOT : parentKey().child(names.getLast());
  }

  /** The names joined by slashes. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RawName name : names) {
      if (out.size() > 0) {
        out.write('/');
      }
      out.writeBytes(name.toBytes());
    }
    return out.toByteArray();
  }
}
