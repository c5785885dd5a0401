/** One target from command to final state. */
@NullMarked
package io.scanfleet.agent.task;

import org.jspecify.annotations.NullMarked;
