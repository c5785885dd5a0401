package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.testing.DeletingTree;
import org.junit.jupiter.api.AfterAll;

class SqliteSearchTest extends SearchContract {

  private final DeletingTree disk = DeletingTree.create();

  @Override
  protected String databaseUrl() {
    return GatewayProperties.withSettings("jdbc:sqlite:" + disk.path().resolve("test.db"));
  }

  @AfterAll
  void clean() {
    disk.close();
  }
}
