package io.scanfleet.gateway.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.gateway.DatabaseContract;
import io.scanfleet.gateway.batch.RootController.HistoryView;
import io.scanfleet.gateway.problem.ProblemException;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import io.scanfleet.model.message.TargetState;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

/** What was found in directories over time, the same on SQLite and PostgreSQL. */
abstract class HistoryContract extends DatabaseContract {

  private RootController roots;

  @BeforeAll
  void start() {
    roots = new RootController(context.getBean(RootHistory.class));
  }

  private BatchId ended(String path, double at, ScanStatus status, long files) {
    Scan scan = newScan(BatchId.random(), path, 1, at - 1);
    long key = scan.targets().getFirst().key();
    TargetState running =
        new TargetState(scan.id(), 0, AGENT, 1, ScanStatus.RUNNING, 0, null, 0, 1, null, at);
    scans.started(key, scan.id(), running, at);
    scans.reported(
        key,
        new TargetState(
            scan.id(),
            0,
            AGENT,
            1,
            status,
            0,
            new Totals(files, 2, 0, 0, files * 10, null, 0, false),
            3,
            2,
            status == ScanStatus.FAILED ? "broken" : null,
            at + 5));
    assertThat(scans.finishIfStored(key, at + 5)).isTrue();
    scans.finishIfAllTargetsAre(scan.id(), at + 5);
    return scan.id();
  }

  @Test
  void aHistoryIsReadFromItsEndBackwardsPageByPage() {
    String path = "/vol/" + BatchId.random();
    List<BatchId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      // Two at the same moment, and none in the order of their keys.
      ids.add(ended(path, 1000 + (i == 3 ? 2 : i) * 100, ScanStatus.COMPLETED, i));
    }
    ended("/vol/another", 1050, ScanStatus.COMPLETED, 99);
    newScan(BatchId.random(), path, 1, 5000);

    List<BatchId> seen = new ArrayList<>();
    String before = null;
    do {
      HistoryView page = roots.history("nas-01", path, 2, before);
      assertThat(page.scans()).hasSizeLessThanOrEqualTo(2);
      List<BatchId> older = page.scans().stream().map(RootScan::batchId).toList();
      seen.addAll(0, older);
      before = page.nextBefore();
    } while (before != null);
    assertThat(seen).isEqualTo(ids);

    assertThat(roots.history("nas-01", path, 10, "1100").scans())
        .extracting(RootScan::batchId)
        .containsExactly(ids.getFirst());
    assertThat(roots.history("nas-01", path, 10, "1").scans()).isEmpty();
  }

  @Test
  void everyEndIsToldWithWhatItIsWorth() {
    String path = "/vol/" + BatchId.random();
    ended(path, 10, ScanStatus.COMPLETED, 7);
    ended(path, 20, ScanStatus.CANCELLED, 3);
    ended(path, 30, ScanStatus.FAILED, 1);
    List<RootScan> all = roots.history("nas-01", path, 10, null).scans();
    assertThat(all)
        .extracting(RootScan::status)
        .containsExactly(ScanStatus.COMPLETED, ScanStatus.CANCELLED, ScanStatus.FAILED);
    assertThat(all).extracting(RootScan::partial).containsExactly(false, true, true);
    assertThat(all).extracting(RootScan::error).containsExactly(null, null, "broken");
    RootScan first = all.getFirst();
    assertThat(first.startedAt()).isEqualTo(10);
    assertThat(first.finishedAt()).isEqualTo(15);
    assertThat(first.seconds()).isEqualTo(5);
    assertThat(first.files()).isEqualTo(7);
    assertThat(first.bytes()).isEqualTo(70);
    assertThat(first.allocatedBytes()).isNull();
  }

  @Test
  void rootsComeWithTheirNewestScan() {
    String path = "/vol/" + BatchId.random();
    ended(path, 8_000_000, ScanStatus.COMPLETED, 1);
    BatchId newest = ended(path, 9_000_000, ScanStatus.COMPLETED, 2);
    List<ScannedRoot> all = roots.roots(1).roots();
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().path()).isEqualTo(path);
    assertThat(all.getFirst().agent()).isEqualTo("nas-01");
    assertThat(all.getFirst().scans()).isEqualTo(2);
    assertThat(all.getFirst().newest().batchId()).isEqualTo(newest);
    String waiting = "/vol/" + BatchId.random();
    newScan(BatchId.random(), waiting, 1, 9_500_000);
    RootScan running = roots.roots(1).roots().getFirst().newest();
    assertThat(running.status()).isEqualTo(ScanStatus.QUEUED);
    assertThat(running.files()).isNull();
    assertThat(running.partial()).isTrue();
    assertThat(roots.history("nas-01", waiting, 10, null).scans())
        .as("known, though nothing has ended yet")
        .isEmpty();
  }

  @Test
  void whatCannotBeAnsweredIsAProblem() {
    assertProblem(HttpStatus.NOT_FOUND, "path", "nas-01", "/never", 10, null);
    assertProblem(HttpStatus.BAD_REQUEST, "agent", null, "/never", 10, null);
    assertProblem(HttpStatus.BAD_REQUEST, "agent", "no agent", "/never", 10, null);
    assertProblem(HttpStatus.BAD_REQUEST, "path", "nas-01", null, 10, null);
    assertProblem(HttpStatus.BAD_REQUEST, "limit", "nas-01", "/never", 0, null);
    assertProblem(HttpStatus.BAD_REQUEST, "before", "nas-01", "/never", 1, "yesterday");
  }

  private void assertProblem(
      HttpStatus status,
      String field,
      @Nullable String agent,
      @Nullable String path,
      int limit,
      @Nullable String before) {
    Assertions.assertThatThrownBy(() -> roots.history(agent, path, limit, before))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.getStatusCode()).isEqualTo(status);
              assertThat(problem.getBody().getProperties()).containsEntry("field", field);
            });
  }
}
