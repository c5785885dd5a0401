package io.scanfleet.agent.link;

import com.rabbitmq.client.ShutdownSignalException;
import io.scanfleet.model.AgentId;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStartedEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * Notices at start that another agent with the same id is connected: the broker then refuses the
 * exclusive use of the command queue. Once this agent has had it, a refusal only means that the
 * broker has not yet noticed the end of our own former connection, and trying again is right.
 */
class AgentIdGuard {

  private final AgentId agent;
  private final ApplicationEventPublisher events;
  private volatile boolean consumed;

  AgentIdGuard(AgentId agent, ApplicationEventPublisher events) {
    this.agent = agent;
    this.events = events;
  }

  @EventListener
  void started(AsyncConsumerStartedEvent event) {
    consumed = true;
  }

  @EventListener
  void failed(ListenerContainerConsumerFailedEvent event) {
    if (!consumed && isRefusal(event.getThrowable())) {
      events.publishEvent(new AgentIdTaken(agent));
    }
  }

  private static boolean isRefusal(@Nullable Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ShutdownSignalException signal
          && String.valueOf(signal.getMessage()).contains("ACCESS_REFUSED")
          && String.valueOf(signal.getMessage()).contains("exclusive")) {
        return true;
      }
    }
    return false;
  }
}
