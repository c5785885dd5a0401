/** The walker alone in a terminal: {@code scanfleet scan}. */
@NullMarked
package io.scanfleet.agent.terminal;

import org.jspecify.annotations.NullMarked;
