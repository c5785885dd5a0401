package io.scanfleet.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.page.PageCodec;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PageAssemblerTest {

  private final List<byte[]> pages = new CopyOnWriteArrayList<>();

  private static ListingPart part(int number, int bytes) {
    return new ListingPart(
        DirectoryKey.ROOT, DirectoryKey.ROOT, new byte[0], number, new byte[bytes]);
  }

  @Test
  void everyRecordIsInExactlyOnePageAndNoPageIsTooLong() {
    PageAssembler assembler = new PageAssembler(pages::add);
    for (int i = 0; i < 1000; i++) {
      assembler.accept(part(i, 4_000));
    }
    assembler.flush();
    assembler.flush();
    List<Integer> numbers = new ArrayList<>();
    for (byte[] page : pages) {
      assertThat(page).hasSizeLessThan(PageCodec.MAX_BYTES);
      PageCodec.read(page).forEach(record -> numbers.add(((ListingPart) record).part()));
    }
    assertThat(pages).hasSizeGreaterThan(10);
    assertThat(numbers).hasSize(1000).isSorted().doesNotHaveDuplicates();
  }

  /**
   * Whoever counts the pages after its flush must not miss one that another thread is handing on.
   */
  @Test
  void aFlushReturnsOnlyWhenEarlierOnesHaveHandedOnTheirPage() throws InterruptedException {
    CountDownLatch letGo = new CountDownLatch(1);
    CountDownLatch handingOn = new CountDownLatch(1);
    PageAssembler assembler =
        new PageAssembler(
            page -> {
              handingOn.countDown();
              try {
                letGo.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              pages.add(page);
            });
    assembler.accept(part(0, 10));
    Thread timer = Thread.ofPlatform().start(assembler::flush);
    handingOn.await();
    List<Integer> counted = new CopyOnWriteArrayList<>();
    Thread last =
        Thread.ofPlatform()
            .start(
                () -> {
                  assembler.flush();
                  counted.add(pages.size());
                });
    await()
        .until(
            () ->
                last.getState() == Thread.State.WAITING
                    || last.getState() == Thread.State.TERMINATED);
    letGo.countDown();
    last.join();
    timer.join();
    assertThat(counted).containsExactly(1);
  }
}
