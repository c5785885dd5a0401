import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One WebSocket session of the generator: plain state, touched by the reading thread alone. */
final class Session {

  enum State {
    CLOSED,
    CONNECTING,
    UPGRADING,
    SUBSCRIBING,
    OPEN
  }

  final int number;

  /** The first of its batches; the others follow, in a ring. */
  final int first;

  /** Whether it stops reading once it has its states. */
  final boolean stalls;

  /** Whether it is read as soon as something comes, and its times count. */
  final boolean timed;

  /** The newest sequence of each of its batches; -1 before the first. */
  final int[] newest;

  /** Whether it has heard the end of each of its batches. */
  final boolean[] ended;

  State state = State.CLOSED;
  SocketChannel channel;
  SelectionKey key;
  int unheard;
  byte[] rest = new byte[0];
  int restLength;

  Session(int number, int first, int subscriptions, boolean stalls, boolean timed) {
    this.number = number;
    this.first = first;
    this.stalls = stalls;
    this.timed = timed;
    newest = new int[subscriptions];
    ended = new boolean[subscriptions];
  }

  /** Forgets what it heard, before it connects anew. */
  void reset() {
    Arrays.fill(newest, -1);
    Arrays.fill(ended, false);
    unheard = newest.length;
    restLength = 0;
  }
}
