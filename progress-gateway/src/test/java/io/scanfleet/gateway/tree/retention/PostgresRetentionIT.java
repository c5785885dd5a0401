package io.scanfleet.gateway.tree.retention;

import io.scanfleet.testing.RealPostgres;

class PostgresRetentionIT extends RetentionContract {

  @Override
  protected String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
