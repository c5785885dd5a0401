/** The JSON messages of the AMQP contract. */
@NullMarked
package io.scanfleet.model.message;

import org.jspecify.annotations.NullMarked;
