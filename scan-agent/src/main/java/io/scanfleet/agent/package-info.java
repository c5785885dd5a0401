/** The scan agent: the program on the storage host. */
@NullMarked
package io.scanfleet.agent;

import org.jspecify.annotations.NullMarked;
