/** Consuming from RabbitMQ: progress, results, announcements, and word from other gateways. */
@NullMarked
package io.scanfleet.gateway.intake;

import org.jspecify.annotations.NullMarked;
