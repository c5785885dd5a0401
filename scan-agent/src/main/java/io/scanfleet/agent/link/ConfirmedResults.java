package io.scanfleet.agent.link;

import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.task.ResultPublisher;
import io.scanfleet.amqp.Backoff;
import io.scanfleet.amqp.ConfirmedSender;
import io.scanfleet.amqp.Messages;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.message.TargetState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * Publishes pages and states so that none is lost: persistent, mandatory, and again and again until
 * the broker has confirmed it. A message that the broker refuses, that no queue takes (no gateway
 * has ever been there), or whose connection breaks is sent again after a pause.
 *
 * <p>Of each attempt at most {@value #WINDOW} pages are unconfirmed; the walk waits then. That
 * bounds the memory, and makes the walk as fast as what takes its results. Thread-safe.
 */
final class ConfirmedResults implements ResultPublisher, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ConfirmedResults.class.getName());

  private static final int WINDOW = 16;
  private static final Duration LOOK_UP = Duration.ofMillis(500);

  private final ConfirmedSender sender;
  private final Messages messages;
  private final AgentId agent;
  private final AgentMetrics metrics;
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  ConfirmedResults(ConfirmedSender sender, Messages messages, AgentId agent, AgentMetrics metrics) {
    this.sender = sender;
    this.messages = messages;
    this.agent = agent;
    this.metrics = metrics;
  }

  @Override
  public ResultPublisher.Pages pages(TargetId target, int attempt) {
    return new WindowedPages(target, attempt);
  }

  @Override
  public void publish(TargetState state) throws InterruptedException {
    Message message = messages.lasting(state);
    try {
      sendLoop(state.targetId(), message);
    } catch (StoppedException e) {
      throw new InterruptedException("the agent is stopping");
    }
  }

  /** Gives up all waiting. */
  @Override
  public void close() {
    closed = true;
    waiting.shutdownNow();
  }

  /**
   * Completes when the broker has the message; fails with {@link StoppedException} when the agent
   * stops before.
   */
  private CompletableFuture<Void> sendUntilConfirmed(TargetId target, Message message) {
    return CompletableFuture.runAsync(() -> sendLoop(target, message), waiting);
  }

  private void sendLoop(TargetId target, Message message) {
    Backoff backoff = new Backoff();
    while (!closed) {
      String refusal = sendOnce(target, message);
      if (refusal == null) {
        return;
      }
      LOG.log(System.Logger.Level.WARNING, "Will publish a result again: " + refusal);
      try {
        backoff.pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
    }
    throw new StoppedException();
  }

  /** Why the broker does not have the message; null if it has. */
  private @Nullable String sendOnce(TargetId target, Message message) {
    try {
      sender.send(Topology.RESULTS, Topology.batchKey(agent, target.batch()), message);
      return null;
    } catch (ConfirmedSender.UnroutableException e) {
      return "no gateway has been there yet: " + e.getMessage();
    } catch (AmqpException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private final class WindowedPages implements ResultPublisher.Pages {

    private final TargetId target;
    private final int attempt;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicLong count = new AtomicLong();

    WindowedPages(TargetId target, int attempt) {
      this.target = target;
      this.attempt = attempt;
    }

    @Override
    public void send(byte[] page) {
      try {
        while (!window.tryAcquire(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)) {
          throwIfClosed();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
      throwIfClosed();
      Message message = Messages.lasting(page, Topology.PAGE_TYPE);
      MessageProperties properties = message.getMessageProperties();
      properties.setHeader(Topology.BATCH_HEADER, target.batch().toString());
      properties.setHeader(Topology.TARGET_HEADER, target.index());
      properties.setHeader(Topology.ATTEMPT_HEADER, attempt);
      properties.setHeader(Topology.PAGE_HEADER, count.getAndIncrement());
      var _ =
          sendUntilConfirmed(target, message)
              .whenComplete(
                  (done, stopped) -> {
                    if (stopped == null) {
                      metrics.pagePublished();
                      window.release();
                    } else if (!(unwrapped(stopped) instanceof StoppedException)) {
                      LOG.log(System.Logger.Level.ERROR, "A page was not published", stopped);
                    }
                  });
    }

    @Override
    public long awaitConfirmed() throws InterruptedException {
      while (!window.tryAcquire(WINDOW, LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)) {
        if (closed) {
          throw new InterruptedException("the agent is stopping");
        }
      }
      window.release(WINDOW);
      return count.get();
    }

    private void throwIfClosed() {
      if (closed) {
        throw new StoppedException();
      }
    }

    private static Throwable unwrapped(Throwable thrown) {
      return thrown instanceof CompletionException e && e.getCause() != null
          ? e.getCause()
          : thrown;
    }
  }
}
