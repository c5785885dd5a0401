package io.scanfleet.gateway.tree;

import io.scanfleet.testing.RealPostgres;

class PostgresUpgradeIT extends UpgradeContract {

  @Override
  String emptyDatabase() {
    return RealPostgres.shared().newDatabase();
  }
}
