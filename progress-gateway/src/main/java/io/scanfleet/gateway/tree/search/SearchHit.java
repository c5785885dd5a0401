package io.scanfleet.gateway.tree.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.scanfleet.gateway.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was looked for.
 *
 * @param path below the target, as text; what is not valid UTF-8 is U+FFFD
 * @param pathBytes the exact bytes in base64, if the path is not valid UTF-8
 * @param entry the entry, as in its directory
 */
record SearchHit(
    String path,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pathBytes,
    @JsonUnwrapped TreeEntry entry) {}
