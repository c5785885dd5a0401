/** Searching whole trees by name and attributes. */
@NullMarked
package io.scanfleet.gateway.tree.search;

import org.jspecify.annotations.NullMarked;
