package io.scanfleet.gateway.tree.compare;

import org.jspecify.annotations.Nullable;

/**
 * What became of the frames of an image sequence.
 *
 * @param key names the sequence in any scan of the directory
 * @param added how many frames are there that were not
 * @param removed how many frames were there and are not
 * @param changed how many frames are in both scans and differ in size or time
 * @param moved how many frames came from another place or went to one
 * @param notKnown how many frames cannot be compared, since one scan did not see them
 * @param missingBefore how many frames between the first and the last were not there; null if it
 *     was no sequence
 * @param missingAfter how many frames between the first and the last are not there; null if it is
 *     no sequence
 */
record ComparedSequence(
    String key,
    long added,
    long removed,
    long changed,
    long moved,
    long notKnown,
    @Nullable Long missingBefore,
    @Nullable Long missingAfter) {}
