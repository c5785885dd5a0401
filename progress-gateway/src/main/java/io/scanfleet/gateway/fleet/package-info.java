/** Which agents there are, and how they are. */
@NullMarked
package io.scanfleet.gateway.fleet;

import org.jspecify.annotations.NullMarked;
