package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.testing.DeletingTree;
import org.junit.jupiter.api.AfterAll;

class SqliteUpgradeTest extends UpgradeContract {

  private final DeletingTree disk = DeletingTree.create();

  @Override
  String emptyDatabase() {
    return GatewayProperties.withSettings("jdbc:sqlite:" + disk.path().resolve("test.db"));
  }

  @AfterAll
  void clean() {
    disk.close();
  }
}
