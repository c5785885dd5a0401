package io.scanfleet.model.amqp;

import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import java.util.Map;

/** The names of the AMQP contract: exchanges, queues, routing keys and message headers. */
public final class Topology {

  /** Direct: start and cancel, by agent id. */
  public static final String COMMANDS = "scanfleet.commands";

  /** Topic: ticks. */
  public static final String PROGRESS = "scanfleet.progress";

  /** Topic: pages and target states. */
  public static final String RESULTS = "scanfleet.results";

  /** Topic: announcements. */
  public static final String AGENTS = "scanfleet.agents";

  /** Fanout: from gateway to gateways. */
  public static final String BATCHES = "scanfleet.batches";

  /** Fanout: what could not be processed. Also the name of the queue that keeps it. */
  public static final String DEAD = "scanfleet.dead";

  /** Every exchange with its type. All are durable. */
  public static final Map<String, String> EXCHANGES =
      Map.of(
          COMMANDS, "direct",
          PROGRESS, "topic",
          RESULTS, "topic",
          AGENTS, "topic",
          BATCHES, "fanout",
          DEAD, "fanout");

  /** The queue that gateways share; named like its exchange. */
  public static final String RESULTS_QUEUE = RESULTS;

  /** An exclusive queue, held by a gateway that shares its database with no other. */
  public static final String RESULTS_LOCK = RESULTS + ".lock";

  /** Header of every message: the version of its body's form. */
  public static final String VERSION_HEADER = "scanfleet-version";

  /** The version that this code writes, and the only one it reads. */
  public static final int VERSION = 1;

  /** Header of a page: the batch, as a UUID. */
  public static final String BATCH_HEADER = "batch_id";

  /** Header of a page: the target's index. */
  public static final String TARGET_HEADER = "target";

  /** Header of a page: the agent's start of the target, from 1. */
  public static final String ATTEMPT_HEADER = "attempt";

  /** Header of a page: its number within the attempt, from 0. */
  public static final String PAGE_HEADER = "page";

  /** Header of a dead letter: why it could not be processed. */
  public static final String REASON_HEADER = "scanfleet-reason";

  /** Content type of a page. */
  public static final String PAGE_TYPE = "application/vnd.scanfleet.page";

  /** Content type of everything else. */
  public static final String JSON_TYPE = "application/json";

  private Topology() {}

  public static String commandQueue(AgentId agent) {
    return COMMANDS + "." + agent;
  }

  /** An exclusive queue, held by the one process that is this agent. */
  public static String agentLock(AgentId agent) {
    return commandQueue(agent) + ".lock";
  }

  /** The routing key under which an agent publishes ticks, pages and states of a batch. */
  public static String batchKey(AgentId agent, BatchId batch) {
    return agent + "." + batch;
  }

  /** What a progress queue binds with: this batch, whichever agent it comes from. */
  public static String anyAgent(BatchId batch) {
    return "*." + batch;
  }

  public static String progressQueue(BatchId batch, String gateway) {
    return PROGRESS + "." + batch + "." + gateway;
  }

  public static String agentsQueue(String gateway) {
    return AGENTS + "." + gateway;
  }

  public static String batchesQueue(String gateway) {
    return BATCHES + "." + gateway;
  }
}
