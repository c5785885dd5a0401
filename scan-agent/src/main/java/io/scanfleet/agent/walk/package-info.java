/**
 * Directories in, entries out: the parallel walk and the readers that fetch directories from the
 * system.
 */
@NullMarked
package io.scanfleet.agent.walk;

import org.jspecify.annotations.NullMarked;
