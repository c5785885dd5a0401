package io.scanfleet.gateway.live;

import io.scanfleet.gateway.live.channel.ChannelListener;
import io.scanfleet.gateway.live.channel.Frame;
import java.util.concurrent.Semaphore;
import org.springframework.web.socket.CloseStatus;

/**
 * What a client says, on its way from the thread that reads to the loop that owns its session. At
 * most so many requests are under way; until there is room the client is not read from, so its own
 * haste holds it up and nobody else.
 */
final class LiveClient implements ChannelListener {

  private static final int UNDER_WAY = 64;

  private final LiveSession session;
  private final DeliveryLoop loop;
  private final ClientRequests requests;
  private final Runnable gone;
  private final Semaphore underWay = new Semaphore(UNDER_WAY);

  /**
   * @param gone done once, when the connection is gone
   */
  LiveClient(LiveSession session, DeliveryLoop loop, ClientRequests requests, Runnable gone) {
    this.session = session;
    this.loop = loop;
    this.requests = requests;
    this.gone = gone;
  }

  LiveSession session() {
    return session;
  }

  DeliveryLoop loop() {
    return loop;
  }

  /** Has something done by the loop, for a request of the client. */
  void request(Runnable work) {
    underWay.acquireUninterruptibly();
    loop.execute(
        () -> {
          try {
            work.run();
          } finally {
            underWay.release();
          }
        });
  }

  /** Sends an answer. */
  void answer(Frame answer) {
    request(() -> loop.answer(session, answer));
  }

  @Override
  public void text(String message) {
    session.liveness().heard();
    requests.handle(this, message);
  }

  @Override
  public void ping(byte[] payload) {
    session.liveness().heard();
    answer(Frame.pong(payload));
  }

  @Override
  public void pong() {
    session.liveness().heard();
  }

  @Override
  public void writable() {
    loop.execute(() -> loop.resume(session));
  }

  @Override
  public void leaving(CloseStatus status) {
    loop.execute(
        () -> {
          session.liveness().leaving();
          session.channel().closeByClient(status);
        });
  }

  @Override
  public void violated(CloseStatus status) {
    loop.execute(
        () -> {
          session.liveness().leavingUnheard();
          loop.close(session, status);
        });
  }

  @Override
  public void closed(CloseStatus status) {
    loop.execute(() -> loop.remove(session));
    requests.closed(status);
    gone.run();
  }
}
