/** From progress to browsers: fold, conflate, send. */
@NullMarked
package io.scanfleet.gateway.live;

import org.jspecify.annotations.NullMarked;
