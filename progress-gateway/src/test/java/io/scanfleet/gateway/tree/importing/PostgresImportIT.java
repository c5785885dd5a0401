package io.scanfleet.gateway.tree.importing;

import io.scanfleet.testing.RealPostgres;

class PostgresImportIT extends ImportContract {

  @Override
  protected String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
