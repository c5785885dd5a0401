/** The progress gateway: the program the browsers talk to. */
@NullMarked
package io.scanfleet.gateway;

import org.jspecify.annotations.NullMarked;
