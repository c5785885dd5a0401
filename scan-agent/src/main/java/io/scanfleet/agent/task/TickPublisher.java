package io.scanfleet.agent.task;

import io.scanfleet.model.message.ProgressMessage;

/** Where progress messages go: a message that cannot be sent at once is dropped. Thread-safe. */
@FunctionalInterface
public interface TickPublisher {

  void publish(ProgressMessage message);
}
