package io.scanfleet.gateway.tree.report;

import io.scanfleet.testing.RealPostgres;

class PostgresSequenceSurveyIT extends SequenceSurveyContract {

  @Override
  protected String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
