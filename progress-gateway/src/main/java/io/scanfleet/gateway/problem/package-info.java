/** Errors, as RFC 9457 problem details. */
@NullMarked
package io.scanfleet.gateway.problem;

import org.jspecify.annotations.NullMarked;
