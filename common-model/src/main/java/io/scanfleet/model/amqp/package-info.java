/** The names and arguments of the AMQP contract, which both sides declare alike. */
@NullMarked
package io.scanfleet.model.amqp;

import org.jspecify.annotations.NullMarked;
