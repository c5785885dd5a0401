/** What differs between two trees of the same directory. */
@NullMarked
package io.scanfleet.gateway.tree.compare;

import org.jspecify.annotations.NullMarked;
