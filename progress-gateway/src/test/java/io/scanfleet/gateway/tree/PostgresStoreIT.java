package io.scanfleet.gateway.tree;

import io.scanfleet.testing.RealPostgres;

class PostgresStoreIT extends StoreContract {

  @Override
  protected String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
