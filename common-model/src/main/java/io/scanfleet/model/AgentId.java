package io.scanfleet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The stable id of a scan agent. It is a word of every routing key that the agent publishes under,
 * so it holds no dot: broker permissions such as {@code nas-04.#} then name exactly one agent.
 */
public record AgentId(String value) {

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final int MAX_LENGTH = 63;

  public AgentId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not an agent id (1 to 63 letters, digits, '-' or '_', starting with a letter or digit): "
              + value);
    }
  }

  @JsonCreator
  public static AgentId of(String value) {
    return new AgentId(value);
  }

  /**
   * The id that a host name suggests: its first label, with what an id cannot hold replaced by a
   * hyphen.
   */
  public static AgentId fromHostName(String hostName) {
    int dot = hostName.indexOf('.');
    String label = dot > 0 ? hostName.substring(0, dot) : hostName;
    String cleaned = label.replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    if (cleaned.isEmpty()) {
      return new AgentId("agent");
    }
    return new AgentId(cleaned.substring(0, Math.min(cleaned.length(), MAX_LENGTH)));
  }

  @Override
  @JsonValue
  public String toString() {
    return value;
  }
}
