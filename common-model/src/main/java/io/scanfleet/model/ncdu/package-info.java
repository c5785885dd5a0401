/** The format of ncdu's exports. */
@NullMarked
package io.scanfleet.model.ncdu;

import org.jspecify.annotations.NullMarked;
