package io.scanfleet.gateway.tree.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts days into the ages that people think in. */
final class AgeClasses {

  private record AgeClass(String label, @Nullable Long from, @Nullable Long to) {

    boolean holds(long age) {
      return from != null && age >= from && (to == null || age <= to);
    }
  }

  private static final List<AgeClass> CLASSES =
      List.of(
          new AgeClass("same day", 0L, 0L),
          new AgeClass("up to a week", 1L, 7L),
          new AgeClass("up to a month", 8L, 30L),
          new AgeClass("up to 3 months", 31L, 91L),
          new AgeClass("up to 6 months", 92L, 182L),
          new AgeClass("up to a year", 183L, 365L),
          new AgeClass("up to 2 years", 366L, 730L),
          new AgeClass("up to 3 years", 731L, 1095L),
          new AgeClass("up to 5 years", 1096L, 1826L),
          new AgeClass("older than 5 years", 1827L, null));

  private static final AgeClass FUTURE = new AgeClass("after the scan", null, null);
  private static final AgeClass UNKNOWN = new AgeClass("unknown", null, null);

  private AgeClasses() {}

  /**
   * The classes in which there is something, the newest first.
   *
   * @param today the day the scan ended, in days since 1970
   */
  static List<Report.Age> of(Breakdown<Long> days, long today) {
    Amount[] amounts = new Amount[CLASSES.size()];
    Amount future = new Amount();
    Amount unknown = new Amount();
    unknown.add(days.others());
    days.all()
        .forEach(
            (day, amount) -> {
              if (day == Findings.UNKNOWN_DAY) {
                unknown.add(amount);
              } else if (day > today) {
                future.add(amount);
              } else {
                int index = indexOf(today - day);
                if (amounts[index] == null) {
                  amounts[index] = new Amount();
                }
                amounts[index].add(amount);
              }
            });
    List<Report.Age> rows = new ArrayList<>();
    addTo(rows, FUTURE, future);
    for (int i = 0; i < amounts.length; i++) {
      if (amounts[i] != null) {
        addTo(rows, CLASSES.get(i), amounts[i]);
      }
    }
    addTo(rows, UNKNOWN, unknown);
    return rows;
  }

  private static int indexOf(long age) {
    int index = 0;
    while (!CLASSES.get(index).holds(age)) {
      index++;
    }
    return index;
  }

  private static void addTo(List<Report.Age> rows, AgeClass age, Amount amount) {
    if (amount.files() > 0) {
      rows.add(
          new Report.Age(
              age.from(),
              age.to(),
              age.label(),
              amount.files(),
              amount.bytes(),
              amount.allocated()));
    }
  }
}
