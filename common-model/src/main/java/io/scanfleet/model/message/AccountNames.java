package io.scanfleet.model.message;

import java.util.Map;

/**
 * What an agent's host calls the owners of the files it found; numbers that it has no name for are
 * left out.
 *
 * @param users names by user number, in decimal
 * @param groups names by group number, in decimal
 */
public record AccountNames(Map<String, String> users, Map<String, String> groups) {

  public AccountNames {
    users = Map.copyOf(users);
    groups = Map.copyOf(groups);
  }
}
