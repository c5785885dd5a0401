import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * The browsers: many WebSocket sessions, read by one thread into one buffer, nothing allocated for
 * a message. Of a message only the batch, the status and the sequence are looked at, where they
 * were found in the one before; the rest of it is never touched.
 *
 * <p>Reading costs the system more than sending costs the server, if it is done for every message.
 * So only a random sample of the sessions is read at once, and timed; all others are read four
 * times a second, a few every millisecond, and counted.
 *
 * <p>Two times are measured, both from when this program published a sequence. <b>Age</b>: of each
 * message that arrives. <b>Lag</b>: of each sequence that was published, until the session has it
 * or a newer one; so what a server skips counts as long as it left the session without news.
 *
 * <p>Methods may be called from any one other thread.
 */
final class Crowd implements AutoCloseable {

  /** Sessions that are connecting at any one time; below what servers let wait. */
  private static final int PARALLEL = 256;

  /** How often sessions that are not timed are read. */
  private static final long ROUND_NANOS = 250_000_000;

  private static final int BUFFER = 1 << 18;
  private static final int STALLED_RECEIVE_BUFFER = 4096;
  private static final long LONGEST_MICROS = 600_000_000L;

  private static final byte[] BATCH = bytes("\"batch_id\":\"");
  private static final byte[] STATUS = bytes("\"status\":\"");
  private static final byte[] SEQUENCE = bytes("\"sequence\":");

  private static final int CLOSED_WITHOUT_CODE = 1005;
  private static final int BROKEN = 1006;

  private final Wire wire;
  private final int port;
  private final Published published;
  private final long[] idStarts; // of each batch, as the bytes that start its id
  private final Session[] sessions;
  private final int subscriptions;

  private final Selector selector;
  private final Thread reader;
  private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final int[] hints = {0, 0, 0};
  private volatile boolean closing;

  // The reading thread's own.
  private long roundBegin = System.nanoTime();
  private int readInRound;
  private int toOpen;
  private int nextToOpen;
  private int connecting;
  private boolean closingAll;
  private long windowStart = Long.MAX_VALUE;
  private long windowEnd = Long.MAX_VALUE;
  private final Histogram age = new Histogram(1, LONGEST_MICROS, 3);
  private final Histogram lag = new Histogram(1, LONGEST_MICROS, 3);
  private long messages;
  private long messageBytes;
  private long unresolved;
  private long backwards;
  private long strange;
  private final Map<Integer, Integer> closes = new TreeMap<>();
  private final Map<Integer, Integer> stalledCloses = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();

  // Written by the reading thread, read by others.
  private volatile int ready;
  private volatile int done;
  private volatile long finals;
  private volatile long stalledFinals;

  /**
   * @param stalled how many of the sessions do not read; the last ones
   * @param sample how many of those that do are timed
   */
  Crowd(
      Wire wire,
      int port,
      Published published,
      int size,
      int subscriptions,
      int stalled,
      int sample) {
    this.wire = wire;
    this.port = port;
    this.published = published;
    this.subscriptions = subscriptions;
    idStarts = new long[published.batches()];
    for (int i = 0; i < idStarts.length; i++) {
      idStarts[i] = ByteBuffer.wrap(bytes(published.ids[i])).getLong(0);
    }
    sessions = new Session[size];
    SplittableRandom random = new SplittableRandom(size);
    int wanted = sample;
    for (int i = 0; i < size; i++) {
      boolean stalls = i >= size - stalled;
      // So that exactly as many as wanted are chosen, each as likely as any other.
      boolean timed = !stalls && random.nextInt(size - stalled - i) < wanted;
      wanted -= timed ? 1 : 0;
      sessions[i] = new Session(i, i % published.batches(), subscriptions, stalls, timed);
    }
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new BenchException("cannot open a selector: " + e.getMessage());
    }
    reader = Thread.ofPlatform().name("crowd").daemon().start(this::run);
  }

  // --- for the thread that directs --------------------------------------------------------------

  /** What was measured in the window. */
  record Measured(
      Histogram age,
      Histogram lag,
      long messages,
      long messageBytes,
      long unresolved,
      long backwards,
      long strange,
      Map<Integer, Integer> closes,
      Map<Integer, Integer> stalledCloses) {}

  /**
   * Opens the sessions that are closed, and waits until each has the state of its batches, or was
   * refused.
   *
   * @return how many are open
   */
  int open(int seconds) throws InterruptedException {
    ask(
        () -> {
          ready = 0;
          done = 0;
          nextToOpen = 0;
          toOpen = sessions.length;
          return null;
        });
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    while (done < sessions.length && System.nanoTime() < deadline && reader.isAlive()) {
      Thread.sleep(2);
    }
    return ask(
        () -> {
          toOpen = 0;
          return ready;
        });
  }

  int ready() {
    return ready;
  }

  long finals() {
    return finals;
  }

  long stalledFinals() {
    return stalledFinals;
  }

  /** Closes all sessions, as by browsers that lost their network. */
  void dropAll() throws InterruptedException {
    ask(
        () -> {
          closingAll = true;
          for (Session session : sessions) {
            close(session);
          }
          closingAll = false;
          return null;
        });
  }

  /** What is published from now on counts. */
  void beginWindow() throws InterruptedException {
    ask(
        () -> {
          windowStart = System.nanoTime();
          return null;
        });
  }

  /** What is published from now on does not count; what was still does when it arrives. */
  void endWindow() throws InterruptedException {
    ask(
        () -> {
          windowEnd = System.nanoTime();
          return null;
        });
  }

  /** The sessions that do not read begin to. */
  void readStalled() throws InterruptedException {
    ask(
        () -> {
          for (Session session : sessions) {
            if (session.stalls && session.state == Session.State.OPEN) {
              session.key.interestOps(SelectionKey.OP_READ);
            }
          }
          return null;
        });
  }

  /** Closes the account: what has not arrived counts as arriving now, and is counted apart. */
  Measured measured() throws InterruptedException {
    return ask(
        () -> {
          long now = System.nanoTime();
          for (Session session : sessions) {
            for (int i = 0; i < subscriptions && session.timed; i++) {
              int batch = (session.first + i) % published.batches();
              if (session.newest[i] >= 0 && !session.ended[i]) {
                unresolved += recordLag(batch, session.newest[i], Integer.MAX_VALUE, now);
              }
            }
          }
          return new Measured(
              age.copy(),
              lag.copy(),
              messages,
              messageBytes,
              unresolved,
              backwards,
              strange,
              Map.copyOf(closes),
              Map.copyOf(stalledCloses));
        });
  }

  /** Why sessions were not opened, with how many; before they had their state. */
  Map<String, Integer> refusals() throws InterruptedException {
    return ask(() -> Map.copyOf(refusals));
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T ask(Supplier<T> errand) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    errands.add(
        () -> {
          try {
            answer.complete(errand.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    selector.wakeup();
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  // --- the reading thread -----------------------------------------------------------------------

  private void run() {
    try {
      while (!closing) {
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
          errand.run();
        }
        while (connecting < PARALLEL && nextToOpen < toOpen) {
          connect(sessions[nextToOpen++]);
        }
        selector.select(this::selected, 1);
        readUntimed();
      }
      closingAll = true;
      for (Session session : sessions) {
        close(session);
      }
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads as many as are due at this time of the round. */
  private void readUntimed() {
    long into = System.nanoTime() - roundBegin;
    int due = (int) Math.min(sessions.length, sessions.length * into / ROUND_NANOS);
    while (readInRound < due) {
      Session session = sessions[readInRound++];
      if (session.state == Session.State.OPEN && !session.timed && !session.stalls) {
        try {
          read(session);
        } catch (IOException e) {
          ended(session, BROKEN, String.valueOf(e.getMessage()));
        }
      }
    }
    if (readInRound == sessions.length) {
      roundBegin += Math.max(ROUND_NANOS, into);
      readInRound = 0;
    }
  }

  private void connect(Session session) {
    if (session.state != Session.State.CLOSED) {
      done++;
      ready += session.state == Session.State.OPEN ? 1 : 0;
      return;
    }
    session.reset();
    connecting++;
    session.state = Session.State.CONNECTING;
    try {
      session.channel = SocketChannel.open();
      session.channel.configureBlocking(false);
      session.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (session.stalls) {
        // Before connecting, so that no more is ever in flight to it.
        session.channel.setOption(StandardSocketOptions.SO_RCVBUF, STALLED_RECEIVE_BUFFER);
      }
      boolean connected = session.channel.connect(new InetSocketAddress(Ports.HOST, port));
      session.key = session.channel.register(selector, SelectionKey.OP_CONNECT, session);
      if (connected) {
        connected(session);
      }
    } catch (IOException e) {
      ended(session, BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private void selected(SelectionKey key) {
    Session session = (Session) key.attachment();
    try {
      if (key.isReadable()) {
        read(session);
      } else if (key.isConnectable()) {
        session.channel.finishConnect();
        connected(session);
      }
    } catch (IOException e) {
      ended(session, BROKEN, String.valueOf(e.getMessage()));
    } catch (CancelledKeyException e) {
      // Closed meanwhile.
    }
  }

  private void connected(Session session) throws IOException {
    say(session, wire.handshake(batches(session), port));
    session.state = Session.State.UPGRADING;
    session.key.interestOps(SelectionKey.OP_READ);
  }

  private List<String> batches(Session session) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < subscriptions; i++) {
      ids.add(published.ids[(session.first + i) % published.batches()]);
    }
    return ids;
  }

  /** Clients say so little that it always fits. */
  private static void say(Session session, byte[] bytes) throws IOException {
    if (session.channel.write(ByteBuffer.wrap(bytes)) != bytes.length) {
      throw new IOException("the server does not read");
    }
  }

  private void read(Session session) throws IOException {
    buffer.clear();
    if (session.restLength > 0) {
      buffer.put(session.rest, 0, session.restLength);
      session.restLength = 0;
    }
    int read = session.channel.read(buffer);
    if (read < 0) {
      ended(session, BROKEN, "closed");
      return;
    }
    int end = buffer.position();
    int position = 0;
    if (session.state == Session.State.UPGRADING) {
      position = upgrade(session, end);
    }
    if (session.state.compareTo(Session.State.SUBSCRIBING) >= 0) {
      position = frames(session, position, end, System.nanoTime());
    }
    if (session.state != Session.State.CLOSED && position < end) {
      int length = end - position;
      if (session.rest.length < length) {
        session.rest = new byte[Math.max(length, 1024)];
      }
      buffer.get(position, session.rest, 0, length);
      session.restLength = length;
    }
  }

  /** Where the answer to the handshake ends; 0 if not all of it is there. */
  private int upgrade(Session session, int end) throws IOException {
    for (int i = 3; i < end; i++) {
      if (buffer.get(i) == '\n' && buffer.get(i - 2) == '\n') {
        String status = "" + (char) buffer.get(9) + (char) buffer.get(10) + (char) buffer.get(11);
        if (!status.equals("101")) {
          ended(session, BROKEN, "answered with " + status);
          return end;
        }
        session.state = Session.State.SUBSCRIBING;
        byte[] subscribe = wire.subscribe(session.number, batches(session));
        if (subscribe.length > 0) {
          say(session, subscribe);
        }
        return i + 1;
      }
    }
    return 0;
  }

  /** Deals with all whole frames; where the rest begins. */
  private int frames(Session session, int from, int end, long now) throws IOException {
    int position = from;
    while (end - position >= 2) {
      int opcode = buffer.get(position) & 0x0F;
      long length = buffer.get(position + 1) & 0x7F;
      int header = 2;
      if (length == 126) {
        header = 4;
        length = end - position < header ? BUFFER : buffer.getShort(position + 2) & 0xFFFF;
      } else if (length == 127) {
        header = 10;
        length = end - position < header ? BUFFER : buffer.getLong(position + 2);
      }
      if (end - position < header + length) {
        break;
      }
      int payload = position + header;
      position = payload + (int) length;
      switch (opcode) {
        case 0x1, 0x2 -> message(session, payload, position, now);
        case 0x8 -> {
          ended(session, length >= 2 ? buffer.getShort(payload) : CLOSED_WITHOUT_CODE, "closed");
          return end;
        }
        case 0x9 -> {
          byte[] same = new byte[(int) length];
          buffer.get(payload, same);
          say(session, Wire.frame(0xA, same));
        }
        case 0xA -> {}
        default -> strange++;
      }
    }
    return position;
  }

  private void message(Session session, int from, int end, long now) {
    if (wire.receipt() != 0 && end > from && buffer.get(from) == wire.receipt()) {
      heardFirst(session);
      return;
    }
    int id = find(BATCH, 0, from, end);
    int sequenceAt = find(SEQUENCE, 2, from, end);
    if (id < 0 || sequenceAt < 0) {
      return; // a word about the protocol
    }
    int batch = batch(buffer.getLong(id));
    int place = batch < 0 ? -1 : Math.floorMod(batch - session.first, published.batches());
    if (place < 0 || place >= subscriptions) {
      strange++;
      return;
    }
    int sequence = number(sequenceAt, end);
    int status = find(STATUS, 1, from, end);
    boolean last = status > 0 && (buffer.get(status) == 'c' || buffer.get(status) == 'f');
    int before = session.newest[place];
    boolean counts = !session.stalls;
    if (counts && now >= windowStart && now < windowEnd) {
      messages++;
      messageBytes += end - from;
    }
    if (sequence <= before) {
      if (sequence < before) {
        backwards++;
      }
      return;
    }
    session.newest[place] = sequence;
    if (before >= 0 && session.timed) {
      recordLag(batch, before, sequence, now);
      if (sequence <= published.newest(batch)) {
        long time = published.time(batch, sequence);
        if (time >= windowStart && time < windowEnd) {
          age.recordValue(Math.max(1, (now - time) / 1000));
        }
      }
    }
    if (last && !session.ended[place]) {
      session.ended[place] = true;
      if (session.stalls) {
        stalledFinals++;
      } else {
        finals++;
      }
    }
    if (before < 0 && wire.receipt() == 0) {
      heardFirst(session);
    }
  }

  /** One more of its batches is known to be subscribed. */
  private void heardFirst(Session session) {
    if (--session.unheard == 0 && session.state == Session.State.SUBSCRIBING) {
      session.state = Session.State.OPEN;
      if (!session.timed) {
        session.key.interestOps(0);
      }
      connecting--;
      ready++;
      done++;
    }
  }

  /** Counts the sequences after {@code before}, to {@code newest}, as known from now on. */
  private long recordLag(int batch, int before, int newest, long now) {
    long recorded = 0;
    int to = Math.min(newest, published.newest(batch));
    for (int i = Math.max(before + 1, Published.FIRST); i <= to; i++) {
      long time = published.time(batch, i);
      if (time >= windowStart && time < windowEnd) {
        lag.recordValue(Math.min(LONGEST_MICROS, Math.max(1, (now - time) / 1000)));
        recorded++;
      }
    }
    return recorded;
  }

  private int batch(long idStart) {
    for (int i = 0; i < idStarts.length; i++) {
      if (idStarts[i] == idStart) {
        return i;
      }
    }
    return -1;
  }

  private int number(int from, int end) {
    int number = 0;
    for (int i = from; i < end; i++) {
      int digit = buffer.get(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Where what follows a name begins; looked for first near where it was the last time. */
  private int find(byte[] name, int hint, int from, int end) {
    int last = end - name.length;
    int likely = from + hints[hint];
    for (int i = Math.max(from, likely - 12); i <= Math.min(last, likely + 12); i++) {
      if (is(name, i)) {
        hints[hint] = i - from;
        return i + name.length;
      }
    }
    for (int i = from; i <= last; i++) {
      if (is(name, i)) {
        hints[hint] = i - from;
        return i + name.length;
      }
    }
    return -1;
  }

  private boolean is(byte[] name, int at) {
    for (int i = 0; i < name.length; i++) {
      if (buffer.get(at + i) != name[i]) {
        return false;
      }
    }
    return true;
  }

  private void close(Session session) {
    if (session.state != Session.State.CLOSED) {
      ended(session, CLOSED_WITHOUT_CODE, "closed by us");
    }
  }

  private void ended(Session session, int code, String why) {
    try {
      session.channel.close();
    } catch (IOException e) {
      // As good as closed.
    }
    if (session.state == Session.State.OPEN) {
      if (!closingAll) {
        (session.stalls ? stalledCloses : closes).merge(code, 1, Integer::sum);
      }
    } else {
      connecting--;
      done++;
      String reason = code == BROKEN || code == CLOSED_WITHOUT_CODE ? why : "closed with " + code;
      refusals.merge(reason, 1, Integer::sum);
    }
    session.state = Session.State.CLOSED;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
