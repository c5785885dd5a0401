import java.io.IOException;

/** What brings states of batches into a server, in the way that is natural to it. */
interface Feed extends AutoCloseable {

  /** Begins batches; the ids. */
  String[] begin(int batches) throws Exception;

  /** Publishes a tick. Must not wait for its delivery, nor for other batches' ticks. */
  void tick(String batch, int sequence) throws IOException;

  /** Publishes the final state, which comes after the given tick. */
  void finish(String batch, int lastSequence) throws Exception;

  @Override
  void close();
}
