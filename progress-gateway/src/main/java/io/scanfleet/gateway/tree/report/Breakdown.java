package io.scanfleet.gateway.tree.report;

import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.ByteSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Amounts by some key, of which there may be very many: owners, extensions, days. At most {@code
 * most} are held; what comes after is added to the others together, and when breakdowns are put
 * together the smallest go there. So memory is bounded, and the sum of all is always right.
 *
 * <p>The last key is remembered, since neighbours in a listing are mostly alike. Not thread-safe.
 */
final class Breakdown<K> {

  private final int most;
  private final Map<K, Amount> amounts = new HashMap<>();
  private final Amount others = new Amount();
  private @Nullable K lastKey;
  private @Nullable Amount last;

  Breakdown(int most) {
    this.most = most;
  }

  void add(K key, long bytes, long allocated) {
    Amount amount = last;
    if (amount == null || !Objects.equals(key, lastKey)) {
      amount = amount(key);
      lastKey = key;
      last = amount;
    }
    amount.add(1, bytes, allocated);
  }

  private Amount amount(K key) {
    Amount amount = amounts.get(key);
    if (amount == null) {
      if (amounts.size() >= most) {
        return others;
      }
      amount = new Amount();
      amounts.put(key, amount);
    }
    return amount;
  }

  void add(Breakdown<K> other) {
    other.amounts.forEach(
        (key, amount) -> amounts.computeIfAbsent(key, k -> new Amount()).add(amount));
    others.add(other.others);
    last = null;
    // Only now and then: sorting after every page would cost more than the pages.
    if (amounts.size() > 2 * most) {
      keepBiggest();
    }
  }

  private void keepBiggest() {
    List<K> smallest = biggestFirst().stream().skip(most).map(Map.Entry::getKey).toList();
    for (K key : smallest) {
      others.add(Objects.requireNonNull(amounts.remove(key)));
    }
  }

  /** The amounts, biggest first; as many files, the one with more bytes. */
  List<Map.Entry<K, Amount>> biggestFirst() {
    return amounts.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<K, Amount>>comparingLong(entry -> entry.getValue().bytes())
                .thenComparingLong(entry -> entry.getValue().files())
                .reversed()
                .thenComparing(entry -> entry.getKey().toString()))
        .toList();
  }

  Map<K, Amount> all() {
    return Map.copyOf(amounts);
  }

  /** What is not told by key. */
  Amount others() {
    return others;
  }

  void write(ByteSink out, BiConsumer<ByteSink, K> keys) {
    if (amounts.size() > most) {
      keepBiggest();
    }
    out.varint(amounts.size());
    amounts.forEach(
        (key, amount) -> {
          keys.accept(out, key);
          amount.write(out);
        });
    others.write(out);
  }

  void read(ByteSource in, Function<ByteSource, K> keys) {
    int size = in.count(Integer.MAX_VALUE, "kinds");
    for (int i = 0; i < size; i++) {
      amounts.put(keys.apply(in), Amount.read(in));
    }
    others.add(Amount.read(in));
  }
}
