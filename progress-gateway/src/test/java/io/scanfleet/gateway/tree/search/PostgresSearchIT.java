package io.scanfleet.gateway.tree.search;

import io.scanfleet.testing.RealPostgres;

class PostgresSearchIT extends SearchContract {

  @Override
  protected String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
