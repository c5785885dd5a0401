/** Exports of other programs become finished scans. */
@NullMarked
package io.scanfleet.gateway.tree.importing;

import org.jspecify.annotations.NullMarked;
