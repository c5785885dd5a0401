/** Stored trees as files in formats that other programs read. */
@NullMarked
package io.scanfleet.gateway.tree.export;

import org.jspecify.annotations.NullMarked;
