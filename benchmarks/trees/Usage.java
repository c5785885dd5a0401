import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** What a process has used, asked for twenty times a second, so that it is known of any moment. */
final class Usage implements AutoCloseable {

  private static final long PERIOD_MILLIS = 50;

  private record Sample(double atSeconds, double cpuSeconds) {}

  private final DoubleSupplier cpuSeconds;
  private final List<Sample> samples = new ArrayList<>();
  private final Thread thread;
  private volatile boolean stopping;

  Usage(DoubleSupplier cpuSeconds) {
    this.cpuSeconds = cpuSeconds;
    thread = Thread.ofPlatform().name("usage").daemon().start(this::run);
  }

  private void run() {
    while (!stopping) {
      Sample sample =
          new Sample(System.currentTimeMillis() / 1000.0, cpuSeconds.getAsDouble());
      synchronized (samples) {
        samples.add(sample);
      }
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** User and system time between two moments, in Unix seconds. */
  double between(double from, double to) {
    return at(to) - at(from);
  }

  private double at(double moment) {
    synchronized (samples) {
      Sample before = samples.getFirst();
      for (Sample sample : samples) {
        if (sample.atSeconds() >= moment) {
          double span = sample.atSeconds() - before.atSeconds();
          double share = span <= 0 ? 1 : (moment - before.atSeconds()) / span;
          return before.cpuSeconds() + share * (sample.cpuSeconds() - before.cpuSeconds());
        }
        before = sample;
      }
      return before.cpuSeconds();
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }
}
