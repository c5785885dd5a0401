package io.scanfleet.gateway.tree.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Divides one table after the other. */
final class InTurn implements Portions {

  private final List<Portions> tables;

  InTurn(List<Portions> tables) {
    this.tables = List.copyOf(tables);
  }

  @Override
  public Place.Table table() {
    return tables.getFirst().table();
  }

  @Override
  public @Nullable Portion next() {
    for (Portions table : tables) {
      Portion portion = table.next();
      if (portion != null || table.rest() != null) {
        return portion;
      }
    }
    return null;
  }

  @Override
  public @Nullable Portion searched(Portion portion, Candidates found) {
    for (Portions table : tables) {
      if (table.table() == portion.from().table()) {
        return table.searched(portion, found);
      }
    }
    throw new IllegalArgumentException("nobody's portion: " + portion);
  }

  @Override
  public @Nullable Place rest() {
    for (Portions table : tables) {
      Place rest = table.rest();
      if (rest != null) {
        return rest;
      }
    }
    return null;
  }
}
