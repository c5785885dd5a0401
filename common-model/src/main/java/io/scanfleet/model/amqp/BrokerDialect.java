package io.scanfleet.model.amqp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the brokers: the arguments a queue is declared with. Every queue argument
 * stands here and nowhere else, because the embedded broker closes the connection on one that it
 * does not know.
 */
public enum BrokerDialect {
  /** RabbitMQ 3.10 or newer. */
  RABBITMQ {
    @Override
    public Map<String, @Nullable Object> workQueue() {
      return Map.of(
          "x-queue-type",
          "quorum",
          "x-delivery-limit",
          DELIVERY_LIMIT,
          "x-dead-letter-exchange",
          Topology.DEAD);
    }

    @Override
    public Map<String, @Nullable Object> progressQueue() {
      return Map.of("x-max-length", PROGRESS_LENGTH, "x-overflow", "drop-head");
    }

    @Override
    public Map<String, @Nullable Object> deadLetterQueue() {
      return Map.of("x-queue-type", "quorum");
    }

    @Override
    public boolean keepsMessages() {
      return true;
    }
  },

  /** Apache Qpid Broker-J with its memory store, as the standalone program embeds it. */
  EMBEDDED {
    @Override
    public Map<String, @Nullable Object> workQueue() {
      return Map.of();
    }

    @Override
    public Map<String, @Nullable Object> progressQueue() {
      Map<String, @Nullable Object> arguments = new HashMap<>();
      arguments.put("qpid.policy_type", "ring");
      arguments.put("qpid.max_count", PROGRESS_LENGTH);
      return arguments;
    }

    @Override
    public Map<String, @Nullable Object> deadLetterQueue() {
      return Map.of();
    }

    @Override
    public boolean keepsMessages() {
      return false;
    }
  };

  /** Deliveries of one message that end without an answer before it is taken for poison. */
  private static final int DELIVERY_LIMIT = 20;

  /**
   * Ticks that may wait in one progress queue, all targets of the batch together. Older ones fall
   * out at the head: only the newest of each target matters.
   */
  private static final int PROGRESS_LENGTH = 256;

  /** Arguments of a queue whose messages must survive: commands and results. */
  public abstract Map<String, @Nullable Object> workQueue();

  /** Arguments of a queue of ticks: bounded, the oldest dropped first. */
  public abstract Map<String, @Nullable Object> progressQueue();

  /** Arguments of the queue that keeps dead letters. */
  public abstract Map<String, @Nullable Object> deadLetterQueue();

  /** Whether durable messages outlive the broker's process. */
  public abstract boolean keepsMessages();
}
