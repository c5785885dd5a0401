package io.scanfleet.gateway.tree.importing;

import io.scanfleet.testing.RealPostgres;

class PostgresImportIT extends ImportContract {

  @Override
  String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
