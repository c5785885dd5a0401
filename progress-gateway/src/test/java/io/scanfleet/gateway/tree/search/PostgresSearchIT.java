package io.scanfleet.gateway.tree.search;

import io.scanfleet.testing.RealPostgres;

class PostgresSearchIT extends SearchContract {

  @Override
  String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
