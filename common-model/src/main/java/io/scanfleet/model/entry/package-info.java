/** Directory entries in columns, as they are read and as they are stored. */
@NullMarked
package io.scanfleet.model.entry;

import org.jspecify.annotations.NullMarked;
