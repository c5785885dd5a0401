package io.scanfleet.agent.walk;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Calls of storage that may not answer: each is made on a thread of its own, which is left behind
 * if its caller cannot wait any longer. For what is done once in a scan; within a walk the watch
 * gives calls up.
 */
public final class AbandonableCall {

  private static final Duration LOOK = Duration.ofMillis(100);

  private AbandonableCall() {}

  /**
   * A call.
   *
   * @param <E> what it throws; {@link RuntimeException} if nothing in particular
   */
  public interface Call<T, E extends Exception> {

    T make() throws E, DirectoryException;
  }

  /**
   * Makes a call and waits for it, for half a minute at most.
   *
   * @param cancelled asked while waiting; once true, the call is left behind
   * @throws DirectoryException if there was no answer
   */
  public static <T, E extends Exception> T make(Call<T, E> call, BooleanSupplier cancelled)
      throws E, DirectoryException, InterruptedException {
    return make(call, Walker.PATIENCE, System::nanoTime, cancelled, unclaimed -> {});
  }

  /**
   * @param unclaimed takes what the call still brings after it was left behind
   */
  static <T, E extends Exception> T make(
      Call<T, E> call,
      Duration patience,
      LongSupplier nanoTime,
      BooleanSupplier cancelled,
      Consumer<T> unclaimed)
      throws E, DirectoryException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("storage-call")
        .daemon()
        .start(
            () -> {
              try {
                T result = call.make();
                if (!answer.complete(result)) {
                  unclaimed.accept(result);
                }
              } catch (Exception | Error e) {
                answer.completeExceptionally(e);
              }
            });
    long begun = nanoTime.getAsLong();
    while (true) {
      try {
        return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        boolean tooLong = nanoTime.getAsLong() - begun > patience.toNanos();
        if (tooLong || cancelled.getAsBoolean()) {
          answer.completeExceptionally(Walk.noAnswer(patience));
        }
      } catch (ExecutionException e) {
        Throwable thrown = e.getCause();
        if (thrown instanceof DirectoryException cause) {
          throw cause;
        } else if (thrown instanceof Error cause) {
          throw cause;
        }
        @SuppressWarnings("unchecked") // a call throws nothing else
        E cause = (E) thrown;
        throw Objects.requireNonNull(cause);
      }
    }
  }
}
