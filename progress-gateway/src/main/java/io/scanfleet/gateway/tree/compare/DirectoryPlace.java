package io.scanfleet.gateway.tree.compare;

import io.scanfleet.model.DirectoryKey;

/**
 * Where a directory lies in a tree.
 *
 * @param parent the directory it lies in; for the target's own directory its own key
 * @param name not to be changed; empty for the target's own directory
 */
record DirectoryPlace(DirectoryKey parent, DirectoryKey key, byte[] name) {

  /** The target's own directory. */
  static final DirectoryPlace ROOT =
      new DirectoryPlace(DirectoryKey.ROOT, DirectoryKey.ROOT, new byte[0]);

  /** The directory with this name in this one. */
  DirectoryPlace child(byte[] childName) {
    return new DirectoryPlace(key, key.child(childName), childName);
  }
}
