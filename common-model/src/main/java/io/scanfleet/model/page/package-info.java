/** Pages: many listings and finished directories in one AMQP message. */
@NullMarked
package io.scanfleet.model.page;

import org.jspecify.annotations.NullMarked;
