import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * One load on one server, from opening the sessions to the last final, with what was measured.
 *
 * @param openedSeconds until all sessions had their states
 * @param windowSeconds how long was measured
 * @param ticks published in the window, of all batches
 * @param serverCpu CPU seconds of the server in the window
 * @param coreBusy seconds that its core was not idle in the window, whoever used it
 * @param generatorCpu CPU seconds of this program in the window
 * @param otherCoreBusy seconds that the generator's core was not idle in the window
 * @param finalsSeconds until the sessions that read had their finals, or none were waited for any
 *     more
 * @param rss resident bytes: before the sessions, when the window began, when it ended, at the end
 */
record Run(
    Load load,
    int opened,
    double openedSeconds,
    Map<String, Integer> refusals,
    double windowSeconds,
    long ticks,
    double serverCpu,
    double coreBusy,
    double generatorCpu,
    double otherCoreBusy,
    long[] rss,
    long finals,
    double finalsSeconds,
    long stalledFinals,
    OptionalDouble tickSeconds,
    Crowd.Measured measured) {

  private static final int OPEN_SECONDS = 180;
  private static final int FINALS_SECONDS = 30;

  /** Finals owed to the sessions that read, that were opened. */
  long expectedFinals() {
    return (long) (opened - load.stalled()) * load.subscriptions();
  }

  double deliveriesPerSecond() {
    return measured.messages() / windowSeconds;
  }

  double offeredPerSecond() {
    double perBatch = ticks / windowSeconds / load.batches();
    return perBatch * (load.sessions() - load.stalled()) * load.subscriptions();
  }

  double deliveriesPerCpuSecond() {
    return measured.messages() / serverCpu;
  }

  double lagMillis(double percentile) {
    return measured.lag().getValueAtPercentile(percentile) / 1000.0;
  }

  double ageMillis(double percentile) {
    return measured.age().getValueAtPercentile(percentile) / 1000.0;
  }

  /** Of the sequences due to sessions, those that were never sent, for newer ones or for none. */
  double skippedShare() {
    long due = measured.lag().getTotalCount();
    return due == 0 ? 0 : 1 - (double) measured.age().getTotalCount() / due;
  }

  /** Puts a load on a server. */
  static Run of(Server server, Load load, Progress progress) throws Exception {
    long[] rss = new long[4];
    rss[0] = server.process().rssBytes();
    try (Feed feed = server.feed()) {
      Published published = new Published(feed.begin(load.batches()), load.mostTicks());
      for (int i = 0; i < load.batches(); i++) {
        Ticker.publish(feed, published, i);
      }
      try (Crowd crowd =
          new Crowd(
              server.wire(),
              server.port(),
              published,
              load.sessions(),
              load.subscriptions(),
              load.stalled(),
              load.sample())) {
        progress.say("opening %,d sessions".formatted(load.sessions()));
        long begin = System.nanoTime();
        int opened = crowd.open(OPEN_SECONDS);
        double openedSeconds = (System.nanoTime() - begin) / 1e9;
        server.process().requireRunning();
        if (opened == 0) {
          throw new BenchException("no session could be opened: " + crowd.refusals());
        }
        double serverCpu;
        double coreBusy;
        double generatorCpu;
        double otherCoreBusy;
        double windowSeconds;
        long ticks;
        OptionalDouble tickSeconds;
        try (Ticker ticker = new Ticker(feed, published, load.leastNanos(), load.mostNanos())) {
          progress.say("warming up");
          Thread.sleep(load.warmUpMillis());
          rss[1] = server.process().rssBytes();
          progress.say("measuring");
          crowd.beginWindow();
          long windowBegin = System.nanoTime();
          coreBusy = -Proc.busySeconds(Server.CORE);
          serverCpu = -server.process().cpuSeconds();
          otherCoreBusy = -Proc.busySeconds(1 - Server.CORE);
          generatorCpu = -Proc.ownCpuSeconds();
          ticks = -published(published);
          Thread.sleep(load.windowMillis());
          windowSeconds = (System.nanoTime() - windowBegin) / 1e9;
          serverCpu += server.process().cpuSeconds();
          coreBusy += Proc.busySeconds(Server.CORE);
          generatorCpu += Proc.ownCpuSeconds();
          otherCoreBusy += Proc.busySeconds(1 - Server.CORE);
          ticks += published(published);
          crowd.endWindow();
          tickSeconds = server.tickSeconds();
          rss[2] = server.process().rssBytes();
          // What was published last is to have something newer after it, as it always has.
          Thread.sleep(1000);
          ticker.requireWorking();
        }
        server.process().requireRunning();
        progress.say("waiting for the finals");
        long finalsBegin = System.nanoTime();
        for (int i = 0; i < load.batches(); i++) {
          feed.finish(published.ids[i], published.newest(i));
        }
        long expected = (long) (opened - load.stalled()) * load.subscriptions();
        await(() -> crowd.finals() >= expected);
        long finals = crowd.finals();
        double finalsSeconds = (System.nanoTime() - finalsBegin) / 1e9;
        if (load.stalled() > 0) {
          crowd.readStalled();
          await(() -> crowd.stalledFinals() >= (long) load.stalled() * load.subscriptions());
        }
        rss[3] = server.process().rssBytes();
        return new Run(
            load,
            opened,
            openedSeconds,
            crowd.refusals(),
            windowSeconds,
            ticks,
            serverCpu,
            coreBusy,
            generatorCpu,
            otherCoreBusy,
            rss,
            finals,
            finalsSeconds,
            crowd.stalledFinals(),
            tickSeconds,
            crowd.measured());
      }
    }
  }

  private static long published(Published published) {
    return IntStream.range(0, published.batches()).mapToLong(published::newest).sum();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + FINALS_SECONDS * 1_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
  }
}
