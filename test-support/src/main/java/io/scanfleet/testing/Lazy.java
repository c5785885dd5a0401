package io.scanfleet.testing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value made when it is first asked for. A failure is kept as well: a server that could not start
 * once is not waited for again by every test that wants it.
 */
final class Lazy<T> {

  private final Supplier<T> maker;
  private @Nullable T value;
  private @Nullable RuntimeException failure;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  synchronized T get() {
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
    if (value == null) {
      try {
        value = maker.get();
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return value;
  }
}
