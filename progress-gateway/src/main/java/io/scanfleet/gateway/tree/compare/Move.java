package io.scanfleet.gateway.tree.compare;

/**
 * Something that lay at one place and lies at another. The names are not to be changed.
 *
 * @param olderDirectory the directory it lay in
 * @param newerDirectory the directory it lies in
 */
record Move(
    DirectoryPlace olderDirectory,
    byte[] olderName,
    DirectoryPlace newerDirectory,
    byte[] newerName) {

  /** The place it was at; that of a directory, if it is one. */
  DirectoryPlace older() {
    return olderDirectory.child(olderName);
  }

  /** The place it is at, likewise. */
  DirectoryPlace newer() {
    return newerDirectory.child(newerName);
  }
}
