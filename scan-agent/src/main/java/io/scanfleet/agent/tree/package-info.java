/** Entries in, listings and finished directories out, with subtree totals. */
@NullMarked
package io.scanfleet.agent.tree;

import org.jspecify.annotations.NullMarked;
