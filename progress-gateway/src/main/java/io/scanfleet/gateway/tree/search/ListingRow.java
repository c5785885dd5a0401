package io.scanfleet.gateway.tree.search;

import io.scanfleet.model.DirectoryKey;
import org.jspecify.annotations.Nullable;

/**
 * A stored listing. Its arrays are not to be changed.
 *
 * @param isOwn whether it stands in the directory's own row
 * @param key the directory whose entries these are
 * @param parent the directory it lies in; null if this is not its first part
 * @param name its own name, likewise
 * @param entries as {@link io.scanfleet.model.entry.ListingCodec} encodes them
 */
record ListingRow(
    boolean isOwn,
    DirectoryKey key,
    int part,
    int attempt,
    @Nullable DirectoryKey parent,
    byte @Nullable [] name,
    byte[] entries) {}
