/** What a running scan counts, and the ticks that tell of it. */
@NullMarked
package io.scanfleet.agent.progress;

import org.jspecify.annotations.NullMarked;
