package io.scanfleet.model.entry;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Things that cost more to make than to use, lent to one caller after the other. Not kept per
 * thread, since a virtual thread lives for one request. Thread-safe.
 */
final class Lent<T> {

  /** More callers at once make their own. */
  private static final int KEPT = 32;

  private final Supplier<T> maker;
  private final Consumer<T> disposal;
  private final BlockingQueue<T> kept = new ArrayBlockingQueue<>(KEPT);

  Lent(Supplier<T> maker, Consumer<T> disposal) {
    this.maker = maker;
    this.disposal = disposal;
  }

  <R> R use(Function<T, R> work) {
    T lent = kept.poll();
    if (lent == null) {
      lent = maker.get();
    }
    try {
      return work.apply(lent);
    } finally {
      if (!kept.offer(lent)) {
        disposal.accept(lent);
      }
    }
  }
}
