package io.scanfleet.gateway.batch;

import io.scanfleet.amqp.ConfirmedSender;
import io.scanfleet.amqp.Messages;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.message.AgentCommand;
import org.springframework.amqp.AmqpException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The one door through which commands go to agents. */
@Component
class AgentCommands {

  private final ConfirmedSender sender;
  private final Messages messages;

  AgentCommands(ConfirmedSender sender, Messages messages) {
    this.sender = sender;
    this.messages = messages;
  }

  /**
   * Sends a command; when it returns, the broker keeps it until the agent obeys.
   *
   * @throws ProblemException if the broker cannot be reached, or has no queue of such an agent
   */
  void send(AgentId agent, AgentCommand command) {
    try {
      sender.send(Topology.COMMANDS, agent.value(), messages.lasting(command));
    } catch (ConfirmedSender.UnroutableException e) {
      throw ProblemException.of(
          HttpStatus.SERVICE_UNAVAILABLE,
          "agent-not-connected",
          "Agent not connected",
          "The agent "
              + agent
              + " has no queue on the broker. Start it, or wait until it is connected again.",
          null);
    } catch (AmqpException e) {
      throw unreachable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable();
    }
  }

  private static ProblemException unreachable() {
    return ProblemException.of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "broker-unreachable",
        "Broker unreachable",
        "RabbitMQ cannot be reached, so agents cannot be told. Try again when it is back.",
        null);
  }
}
