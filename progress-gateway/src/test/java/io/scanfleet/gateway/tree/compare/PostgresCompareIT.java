package io.scanfleet.gateway.tree.compare;

import io.scanfleet.testing.RealPostgres;

class PostgresCompareIT extends CompareContract {

  @Override
  protected String databaseUrl() {
    return RealPostgres.shared().newDatabase();
  }
}
