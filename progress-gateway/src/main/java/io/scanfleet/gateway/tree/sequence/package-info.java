/** Numbered files that belong together, in the notation of fileseq. */
@NullMarked
package io.scanfleet.gateway.tree.sequence;

import org.jspecify.annotations.NullMarked;
