import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A server under test: a fresh process on core 0 for every scenario. */
interface Server extends AutoCloseable {

  /** The core of the server under test; generator and broker have the other. */
  int CORE = 0;

  /**
   * Everything a server needs to know to start.
   *
   * @param work a directory for what it writes
   * @param home Scanfleet's
   * @param openFiles how many a process may have
   * @param broker what feeds the gateway; null without one
   */
  record Place(Path work, Path home, int openFiles, Bodies bodies, Broker broker) {}

  /** Where sessions connect to. */
  int port();

  Proc process();

  Wire wire();

  Feed feed() throws Exception;

  /** What is alive on its heap, after a collection; empty where there is no such heap. */
  default OptionalLong liveHeapBytes() throws Exception {
    return OptionalLong.empty();
  }

  /** How long its tick is now; empty if it has none, or does not tell. */
  default OptionalDouble tickSeconds() throws Exception {
    return OptionalDouble.empty();
  }

  @Override
  void close();
}
