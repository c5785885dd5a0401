package io.scanfleet.gateway.tree.compare;

/**
 * What differs in a directory and in all below it.
 *
 * @param added what was not there before, and came from nowhere in the tree
 * @param removed what is not there any more, nor anywhere else in the tree
 * @param changed what is in both scans and differs
 * @param moved what came here from another place in the tree, also from one in this directory, with
 *     all in it as it is now
 * @param movedAway what was here and is at another place in the tree, also at one in this
 *     directory, with all in it as it was
 * @param notKnown what cannot be compared since one scan did not see it, and each directory that
 *     was not read to the end
 */
record Summary(
    Count added, Count removed, Changed changed, Count moved, Count movedAway, Count notKnown) {

  /**
   * How much some entries are, with all in them; lower bounds where a directory's numbers are.
   *
   * @param files how many entries that are no directories
   * @param directories how many directories
   * @param bytes apparent size of the files, in bytes
   */
  record Count(long files, long directories, long bytes) {

    static Count of(Amount amount) {
      return new Count(amount.files(), amount.directories(), amount.bytes());
    }
  }

  /**
   * What differs.
   *
   * @param files how many files in both scans that are of different type, size or time
   * @param directories how many directories in which an entry was added, removed, changed or moved
   *     directly
   * @param bytes by how many bytes these files grew together; negative if they shrank
   */
  record Changed(long files, long directories, long bytes) {}

  static Summary of(Differences differences) {
    return new Summary(
        Count.of(differences.added),
        Count.of(differences.removed),
        new Changed(
            differences.changedFiles, differences.changedDirectories, differences.changedBytes),
        Count.of(differences.arrived),
        Count.of(differences.left),
        Count.of(differences.notKnown));
  }
}
