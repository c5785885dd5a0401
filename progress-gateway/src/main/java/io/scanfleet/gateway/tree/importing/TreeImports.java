package io.scanfleet.gateway.tree.importing;

import io.scanfleet.gateway.batch.BatchChanged;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.gateway.tree.GroupCommit;
import io.scanfleet.gateway.tree.StoredPage;
import io.scanfleet.gateway.tree.report.Findings;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.RawName;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.page.PageCodec;
import io.scanfleet.model.page.PageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/**
 * Makes finished scans of exports. A tree is stored page by page as it is read; only when all of it
 * is, a scan appears. Thread-safe.
 */
@Service
class TreeImports {

  /** Reading from a client that sends nothing ends long before. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final Duration RENEWAL = Duration.ofMinutes(1);

  private final ImportedTrees trees;
  private final GroupCommit store;
  private final ScanRepository scans;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  TreeImports(
      ImportedTrees trees,
      GroupCommit store,
      ScanRepository scans,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.trees = trees;
    this.store = store;
    this.scans = scans;
    this.events = events;
    this.clock = clock;
  }

  /**
   * What to make of an export.
   *
   * @param agent whose directory it shows; the gateway need not know it
   * @param path of the directory, absolute; null for the one that the export names
   * @param label what to call the scan; null if nothing
   */
  record Request(AgentId agent, @Nullable String path, @Nullable String label) {}

  /**
   * Imports an export.
   *
   * @throws BrokenExportException if it is none, or not a whole one; nothing of it stays then
   * @throws ProblemException if it does not say of which directory it is, has too many hard links,
   *     or takes too long
   * @throws IOException if it cannot be read to its end; nothing of it stays then
   */
  Scan run(InputStream export, Request request) throws IOException {
    NcduReader reader = new NcduReader(export);
    NcduReader.Heading heading = reader.readHeading();
    String path = request.path() != null ? request.path() : pathOf(heading.root());
    long targetKey = scans.newTargetKeys(1);
    Pages pages = new Pages(targetKey);
    TreeOfExport tree = new TreeOfExport(pages, heading.partial());
    trees.begin(targetKey, now() + PATIENCE.toSeconds());
    boolean done = false;
    try {
      reader.readTree(tree);
      pages.flush();
      if (trees.directories(targetKey) != tree.totals().directories() + 1) {
        throw new BrokenExportException("Two directories in it have the same path.");
      }
      double now = now();
      double finishedAt = heading.seconds() == null ? now : Math.min(heading.seconds(), now);
      Scan scan = scan(targetKey, path, request, heading, now);
      if (!trees.finish(scan, tree.totals(), pages.number, finishedAt, now)) {
        throw tookTooLong();
      }
      done = true;
      events.publishEvent(new BatchChanged(scan.id()));
      return scan;
    } finally {
      if (!done) {
        trees.giveUp(targetKey, now());
      }
    }
  }

  private static Scan scan(
      long targetKey, String path, Request request, NcduReader.Heading heading, double now) {
    BatchId id = BatchId.random();
    Target target =
        new Target(
            targetKey,
            new TargetId(id, 0),
            request.agent(),
            path,
            ScanStatus.QUEUED,
            null,
            false,
            0,
            null,
            null,
            0,
            0,
            null,
            Objects.requireNonNullElse(heading.program(), "an unknown program"));
    return new Scan(
        id, request.label(), List.of(), false, ScanStatus.QUEUED, now, null, null, List.of(target));
  }

  private static String pathOf(byte[] root) {
    if (root[0] != '/' || !RawName.isUtf8(root)) {
      throw ProblemException.badRequest(
          "The export calls its directory '"
              + RawName.decode(root)
              + "', which is no absolute path. Say with path= which directory it is.",
          "path");
    }
    return Path.of(RawName.decode(root)).normalize().toString();
  }

  private static ProblemException tookTooLong() {
    return ProblemException.of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "import-lapsed",
        "Import lapsed",
        "The import stood still for " + PATIENCE.toMinutes() + " minutes. Send it again.",
        null);
  }

  private double now() {
    return clock.millis() / 1000.0;
  }

  /** Gathers records into pages and stores those that are full. */
  private final class Pages implements TreeOfExport.Sink {

    private static final int BYTES_OF_RECORD = 150;

    private final long targetKey;
    private final List<PageRecord> records = new ArrayList<>();
    private Findings findings = new Findings();
    private int bytes;
    private long number;
    private double renewed = now();

    Pages(long targetKey) {
      this.targetKey = targetKey;
    }

    @Override
    public void listing(PageRecord.ListingPart part, EntryColumns entries) {
      findings.add(part);
      add(part, part.listing().length + part.name().length);
    }

    @Override
    public void directory(PageRecord.FinishedDirectory directory) {
      findings.add(directory);
      add(directory, directory.name().length);
    }

    private void add(PageRecord record, int length) {
      records.add(record);
      bytes += BYTES_OF_RECORD + length;
      if (bytes >= PageCodec.FULL_BYTES) {
        flush();
      }
    }

    void flush() {
      double now = now();
      if (now - renewed > RENEWAL.toSeconds()) {
        if (!trees.goOn(targetKey, now, now + PATIENCE.toSeconds())) {
          throw tookTooLong();
        }
        renewed = now;
      }
      store.store(
          new StoredPage(targetKey, 1, number++, findings.files(), findings.encode(), records));
      records.clear();
      findings = new Findings();
      bytes = 0;
    }
  }
}
