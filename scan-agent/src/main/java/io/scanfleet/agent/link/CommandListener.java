package io.scanfleet.agent.link;

import io.scanfleet.agent.task.ScanTasks;
import io.scanfleet.amqp.DeadLetteringListener;
import io.scanfleet.amqp.Messages;
import io.scanfleet.model.message.AgentCommand;
import org.springframework.amqp.core.Message;

/** The one door through which commands come. A command may be forgotten once the journal has it. */
final class CommandListener implements DeadLetteringListener.Consumer {

  private final ScanTasks tasks;
  private final Messages messages;

  CommandListener(ScanTasks tasks, Messages messages) {
    this.tasks = tasks;
    this.messages = messages;
  }

  @Override
  public void accept(Message message) {
    tasks.accept(messages.read(message, AgentCommand.class));
  }
}
