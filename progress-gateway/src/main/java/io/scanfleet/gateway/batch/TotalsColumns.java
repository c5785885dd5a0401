package io.scanfleet.gateway.batch;

import io.scanfleet.model.Totals;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads totals from the columns that every table has for them under the same names. */
public final class TotalsColumns {

  private TotalsColumns() {}

  /** The totals of a row in which there are some. */
  public static Totals read(ResultSet row) throws SQLException {
    return new Totals(
        row.getLong("files"),
        row.getLong("directories"),
        row.getLong("symlinks"),
        row.getLong("specials"),
        row.getLong("bytes"),
        nullableLong(row, "allocated_bytes"),
        row.getLong("errors"),
        row.getBoolean("partial"));
  }

  /** A number that may not be there. */
  public static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Long.valueOf(value);
  }
}
