/** The words that agent and gateway share: ids, states, totals and names as raw bytes. */
@NullMarked
package io.scanfleet.model;

import org.jspecify.annotations.NullMarked;
