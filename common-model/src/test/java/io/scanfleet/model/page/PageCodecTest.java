package io.scanfleet.model.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.MalformedDataException;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageCodecTest {

  private static final DirectoryKey SHOW = DirectoryKey.ROOT.child(new byte[] {'s'});

  private static byte[] page() {
    ByteSink page = PageCodec.begin();
    PageCodec.append(
        page, new ListingPart(SHOW, DirectoryKey.ROOT, new byte[] {'s'}, 3, new byte[] {1, 2, 3}));
    PageCodec.append(
        page,
        new FinishedDirectory(
            SHOW,
            DirectoryKey.ROOT,
            new byte[] {'s'},
            4,
            new Totals(10, 2, 1, 1, 1L << 60, null, 5, true),
            7,
            1L << 59,
            Long.MIN_VALUE + 3,
            "Permission denied"));
    PageCodec.append(
        page,
        new FinishedDirectory(
            DirectoryKey.ROOT,
            DirectoryKey.ROOT,
            new byte[0],
            0,
            new Totals(10, 3, 1, 1, 99, 4096L, 0, false),
            0,
            0,
            0,
            null));
    return page.toBytes();
  }

  @Test
  void recordsComeBack() {
    List<PageRecord> records = PageCodec.read(page());
    assertThat(records).usingRecursiveFieldByFieldElementComparator().hasSize(3);
    assertThat(records.get(0))
        .usingRecursiveComparison()
        .isEqualTo(
            new ListingPart(SHOW, DirectoryKey.ROOT, new byte[] {'s'}, 3, new byte[] {1, 2, 3}));
    assertThat(records.get(1))
        .usingRecursiveComparison()
        .isEqualTo(
            new FinishedDirectory(
                SHOW,
                DirectoryKey.ROOT,
                new byte[] {'s'},
                4,
                new Totals(10, 2, 1, 1, 1L << 60, null, 5, true),
                7,
                1L << 59,
                Long.MIN_VALUE + 3,
                "Permission denied"));
  }

  @Test
  void whatIsNoPageIsRefused() {
    assertThatThrownBy(() -> PageCodec.read(new byte[0]))
        .isInstanceOf(MalformedDataException.class);
    assertThatThrownBy(() -> PageCodec.read(new byte[] {'S', 'F', 'P', 1}))
        .isInstanceOf(MalformedDataException.class);
    Random random = new Random(1);
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = page();
      damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
      try {
        PageCodec.read(java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)));
      } catch (MalformedDataException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aKeyFollowsFromTheWholePath() {
    assertThat(SHOW.child(new byte[] {'a'})).isEqualTo(SHOW.child(new byte[] {'a'}));
    assertThat(SHOW.child(new byte[] {'a'})).isNotEqualTo(SHOW.child(new byte[] {'b'}));
    assertThat(SHOW.child(new byte[] {'a'}))
        .isNotEqualTo(DirectoryKey.ROOT.child(new byte[] {'a'}));
    assertThat(DirectoryKey.fromBytes(SHOW.toBytes())).isEqualTo(SHOW);
  }
}
