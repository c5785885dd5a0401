/**
 * WebSocket connections: handshake, frames in and frames out, for whoever has something to send to
 * many. Knows nothing of batches.
 */
@NullMarked
package io.scanfleet.gateway.live.channel;

import org.jspecify.annotations.NullMarked;
