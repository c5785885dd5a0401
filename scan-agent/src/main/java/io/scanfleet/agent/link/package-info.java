/** Everything that touches RabbitMQ. */
@NullMarked
package io.scanfleet.agent.link;

import org.jspecify.annotations.NullMarked;
