/** How long trees are kept, and that what is not kept gives its space back. */
@NullMarked
package io.scanfleet.gateway.tree.retention;

import org.jspecify.annotations.NullMarked;
