/**
 * How agent and gateway put the AMQP contract on the wire: versioned messages, confirms, dead
 * letters.
 */
@NullMarked
package io.scanfleet.amqp;

import org.jspecify.annotations.NullMarked;
