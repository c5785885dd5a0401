package io.scanfleet.gateway.tree;

import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import io.scanfleet.testing.DeletingTree;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A real store on SQLite with one scan in it, for tests that read trees. */
public final class StoreOnDisk implements AutoCloseable {

  private final DeletingTree disk = DeletingTree.create();
  private final ConfigurableApplicationContext context;
  private final Scan scan;
  private final List<PageRecord> pending = new ArrayList<>();
  private long page;

  public StoreOnDisk() {
    context =
        new SpringApplicationBuilder(StoreContract.Repositories.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .run(
                "--spring.datasource.url="
                    + GatewayProperties.withSettings(
                        "jdbc:sqlite:" + disk.path().resolve("test.db")),
                "--logging.level.root=warn");
    BatchId id = BatchId.random();
    Target target =
        new Target(
            System.nanoTime(),
            new TargetId(id, 0),
            new AgentId("nas-01"),
            "/vol/show",
            ScanStatus.COMPLETED,
            null,
            false,
            1,
            null,
            null,
            0,
            0,
            null);
    scan = new Scan(id, null, List.of(), false, ScanStatus.COMPLETED, 1, 2.0, 3.0, List.of(target));
    context.getBean(ScanRepository.class).insert(scan);
  }

  public StoredTrees trees() {
    return new StoredTrees(context.getBean(WalkRows.class));
  }

  public long targetKey() {
    return scan.targets().getFirst().key();
  }

  public void deleteScan() {
    context.getBean(ScanRepository.class).delete(scan.id(), 1);
  }

  /** Stores one part of a directory's entries. */
  public void listing(DirectoryKey key, int part, EntryColumns entries) {
    add(
        new ListingPart(
            key, DirectoryKey.ROOT, new byte[] {'d'}, part, ListingCodec.encode(entries)));
  }

  /** Stores a directory with all below it read. */
  public void finished(
      DirectoryKey parent, byte[] name, int parts, long files, long directories, long bytes) {
    add(
        new FinishedDirectory(
            name.length == 0 ? DirectoryKey.ROOT : parent.child(name),
            parent,
            name,
            parts,
            new Totals(files, directories, 0, 0, bytes, bytes, 0, false),
            files,
            bytes,
            0,
            null));
  }

  private void add(PageRecord record) {
    pending.add(record);
    if (pending.size() == 500) {
      flush();
    }
  }

  /** Commits what has been stored so far. */
  public void flush() {
    context
        .getBean(TreeStore.class)
        .store(
            List.of(new StoredPage(targetKey(), 1, page++, 0, new byte[0], List.copyOf(pending))));
    pending.clear();
  }

  /** A file or directory with all attributes. */
  public static int add(EntryColumns entries, byte[] name, EntryType type, long bytes) {
    int i = entries.add(name, 0, name.length, type);
    entries.setSizes(i, bytes, bytes);
    entries.setModified(i, 1_640_995_200, 250_000_000);
    entries.setInode(i, 42, 1_000_000L + i, 1);
    entries.setAccess(i, 0640, 1000, -2);
    return i;
  }

  @Override
  public void close() {
    context.close();
    disk.close();
  }
}
