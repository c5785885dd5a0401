/** Who may do what. */
@NullMarked
package io.scanfleet.gateway.access;

import org.jspecify.annotations.NullMarked;
