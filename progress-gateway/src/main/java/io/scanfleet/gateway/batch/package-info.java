/** A batch's life: request, state, totals, and its HTTP resource. */
@NullMarked
package io.scanfleet.gateway.batch;

import org.jspecify.annotations.NullMarked;
