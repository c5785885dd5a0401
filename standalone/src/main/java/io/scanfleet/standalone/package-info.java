/**
 * Agent, gateway and an embedded broker in one process, for trying it out and for a single host.
 */
@NullMarked
package io.scanfleet.standalone;

import org.jspecify.annotations.NullMarked;
