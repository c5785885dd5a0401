package io.scanfleet.gateway.live;

import io.scanfleet.gateway.live.channel.Channel;
import io.scanfleet.gateway.live.channel.ChannelAcceptor;
import io.scanfleet.gateway.live.channel.ChannelListener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Makes sessions of the sockets that clients open, and turns away those that are too many. They are
 * told with a close code, since a browser's script cannot see the status of a failed handshake.
 */
@Component
class LiveSockets implements ChannelAcceptor {

  private final Admission admission;
  private final DeliveryLoops loops;
  private final ClientRequests requests;

  LiveSockets(Admission admission, DeliveryLoops loops, ClientRequests requests) {
    this.admission = admission;
    this.loops = loops;
    this.requests = requests;
  }

  @Override
  public ChannelListener accept(Channel channel, @Nullable String query, String address) {
    DeliveryLoop loop = loops.leastLoaded();
    LiveSession session = new LiveSession(channel, System::nanoTime);
    CloseStatus refused = admission.enter(address);
    Runnable gone = refused == null ? () -> admission.leave(address) : () -> {};
    LiveClient client = new LiveClient(session, loop, requests, gone);
    loop.execute(() -> enter(loop, session, refused));
    if (refused == null && query != null) {
      begin(client, query);
    }
    return client;
  }

  private void enter(DeliveryLoop loop, LiveSession session, @Nullable CloseStatus refused) {
    loop.add(session);
    if (refused != null) {
      loop.close(session, refused);
    } else if (admission.isLeaving()) {
      // The farewell may have come before it.
      loop.close(session, Admission.comeBack(1));
    }
  }

  private void begin(LiveClient client, String query) {
    MultiValueMap<String, String> wishes =
        UriComponentsBuilder.newInstance().query(query).build().getQueryParams();
    if (wishes.getFirst("maxRate") != null) {
      requests.maxRate(client, wishes.getFirst("maxRate"));
    }
    for (String batch : wishes.getOrDefault("batch_id", List.of())) {
      requests.subscribe(client, batch == null ? "" : batch);
    }
  }
}
