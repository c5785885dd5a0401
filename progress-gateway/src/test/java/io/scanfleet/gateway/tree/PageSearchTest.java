package io.scanfleet.gateway.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.tree.TreeOrder.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageSearchTest {

  private static final int MOST_SKIPPED = 20;
  private static final int MILESTONES = 8;

  private final Random random = new Random(1);
  private final AtomicInteger passes = new AtomicInteger();

  /** In no order, many with the same value, some with none. */
  private List<Place> places(int count) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Double value = i % 7 == 0 ? null : Double.valueOf(random.nextInt(5));
      places.add(new Place(value, ("f" + i).getBytes(StandardCharsets.US_ASCII)));
    }
    Collections.shuffle(places, random);
    return places;
  }

  private Threshold find(List<Place> places, TreeOrder order, PageStart start) {
    PageSearch search = search(places, order, MOST_SKIPPED, MILESTONES);
    return search.find(start, search::milestones);
  }

  private PageSearch search(List<Place> places, TreeOrder order, int mostSkipped, int milestones) {
    return new PageSearch(
        consumer -> {
          passes.incrementAndGet();
          places.forEach(consumer);
        },
        order,
        mostSkipped,
        milestones);
  }

  /** What the page begins with; null if nothing is left. */
  private static @Nullable Place first(List<Place> places, TreeOrder order, Threshold from) {
    return places.stream()
        .sorted(order.comparator())
        .filter(place -> from.isReachedBy(place, order.comparator()))
        .skip(from.skipped())
        .findFirst()
        .orElse(null);
  }

  @Test
  void anOffsetIsFoundInEveryOrderWithLittleLeftToSkip() {
    for (TreeOrder.Sort sort : TreeOrder.Sort.values()) {
      for (boolean descending : new boolean[] {false, true}) {
        TreeOrder order = new TreeOrder(sort, descending);
        List<Place> places = places(3000);
        List<Place> sorted = places.stream().sorted(order.comparator()).toList();
        for (int offset : new int[] {0, 1, 20, 21, 500, 1499, 2980, 2999}) {
          Threshold found = find(places, order, new PageStart.Offset(offset));
          assertThat(found.skipped()).isLessThanOrEqualTo(MOST_SKIPPED);
          assertThat(first(places, order, found))
              .as("%s at %s", order, offset)
              .isSameAs(sorted.get(offset));
        }
      }
    }
  }

  @Test
  void anOffsetBehindTheEndLeavesNothing() {
    TreeOrder order = new TreeOrder(TreeOrder.Sort.SIZE, true);
    List<Place> places = places(3000);
    for (long offset : new long[] {3000, 3001, Long.MAX_VALUE}) {
      Threshold found = find(places, order, new PageStart.Offset(offset));
      assertThat(first(places, order, found)).isNull();
    }
    assertThat(first(List.of(), order, find(List.of(), order, new PageStart.Offset(50)))).isNull();
  }

  @Test
  void milestonesServeAgain() {
    TreeOrder order = new TreeOrder(TreeOrder.Sort.SIZE, true);
    List<Place> places = places(3000);
    List<Place> sorted = places.stream().sorted(order.comparator()).toList();
    PageSearch search = search(places, order, 100, 200);
    Milestones laid = search.milestones();
    assertThat(laid.end()).isEqualTo(3000);
    assertThat(passes).hasValue(2);
    for (int offset = 0; offset < 3000; offset += 7) {
      Threshold found = search.find(new PageStart.Offset(offset), () -> laid);
      assertThat(first(places, order, found)).isSameAs(sorted.get(offset));
    }
    assertThat(passes).hasValue(2);
  }

  @Test
  void aDirectoryThatFitsIsNotReadToFindAnOffset() {
    find(places(3000), new TreeOrder(TreeOrder.Sort.NAME, false), new PageStart.Offset(20));
    assertThat(passes).hasValue(0);
  }

  @Test
  void aNameIsFoundWhereverItStandsOrElseTheNextOne() {
    List<Place> places = places(300);
    for (TreeOrder.Sort sort : TreeOrder.Sort.values()) {
      TreeOrder order = new TreeOrder(sort, true);
      for (String name : List.of("f0", "f123", "f299")) {
        assertThat(nameOfFirst(places, order, name)).isEqualTo(name);
      }
      assertThat(nameOfFirst(places, order, "")).isEqualTo("f0");
      assertThat(nameOfFirst(places, order, "f12a")).isEqualTo("f13");
      assertThat(nameOfFirst(places, order, "g")).isNull();
    }
  }

  private @Nullable String nameOfFirst(List<Place> places, TreeOrder order, String name) {
    Threshold found =
        find(places, order, new PageStart.Named(name.getBytes(StandardCharsets.US_ASCII)));
    Place first = first(places, order, found);
    return first == null ? null : new String(first.name(), StandardCharsets.US_ASCII);
  }
}
