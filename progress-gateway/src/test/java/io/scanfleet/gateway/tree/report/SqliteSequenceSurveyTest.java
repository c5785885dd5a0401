package io.scanfleet.gateway.tree.report;

import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.testing.DeletingTree;
import org.junit.jupiter.api.AfterAll;

class SqliteSequenceSurveyTest extends SequenceSurveyContract {

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
