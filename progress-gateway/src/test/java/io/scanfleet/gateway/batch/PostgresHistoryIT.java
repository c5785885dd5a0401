package io.scanfleet.gateway.batch;

import io.scanfleet.testing.RealPostgres;

class PostgresHistoryIT extends HistoryContract {

  @Override
  protected String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
