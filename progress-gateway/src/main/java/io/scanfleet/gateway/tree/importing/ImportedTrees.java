package io.scanfleet.gateway.tree.importing;

import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import io.scanfleet.model.message.TargetState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps a tree that is being imported among the discarded ones until it is whole, so that nothing
 * stays of an import that breaks off, whatever ends it. Such a tree is discarded at a time to come,
 * which is put off while the import goes on. Thread-safe.
 */
@Repository
class ImportedTrees {

  private final JdbcClient jdbc;
  private final ScanRepository scans;

  ImportedTrees(JdbcClient jdbc, ScanRepository scans) {
    this.jdbc = jdbc;
    this.scans = scans;
  }

  /**
   * A tree begins.
   *
   * @param until when its rows may be removed, in Unix seconds
   */
  void begin(long targetKey, double until) {
    jdbc.sql("insert into discarded_tree (target_key, discarded_at) values (:key, :until)")
        .param("key", targetKey)
        .param("until", until)
        .update();
  }

  /**
   * A tree goes on.
   *
   * @param now in Unix seconds
   * @param until likewise, when its rows may be removed
   * @return false if they already may
   */
  boolean goOn(long targetKey, double now, double until) {
    return jdbc.sql(
                "update discarded_tree set discarded_at = :until"
                    + " where target_key = :key and discarded_at > :now")
            .param("until", until)
            .param("key", targetKey)
            .param("now", now)
            .update()
        == 1;
  }

  /**
   * Nothing will come of a tree.
   *
   * @param now in Unix seconds
   */
  void giveUp(long targetKey, double now) {
    jdbc.sql("update discarded_tree set discarded_at = :now where target_key = :key")
        .param("now", now)
        .param("key", targetKey)
        .update();
  }

  /** How many directories are stored of a tree. */
  long directories(long targetKey) {
    return jdbc.sql("select count(*) from directory where target_key = :key")
        .param("key", targetKey)
        .query(Long.class)
        .single();
  }

  /**
   * A tree is whole: it becomes a finished scan.
   *
   * @param scan with one target, neither of them final
   * @param pages how many were stored
   * @param finishedAt when the export was made, in Unix seconds
   * @param now in Unix seconds
   * @return false if its rows may already be removed, so that nothing becomes of it
   */
  @Transactional
  public boolean finish(Scan scan, Totals totals, long pages, double finishedAt, double now) {
    Target target = scan.targets().getFirst();
    int taken =
        jdbc.sql("delete from discarded_tree where target_key = :key and discarded_at > :now")
            .param("key", target.key())
            .param("now", now)
            .update();
    if (taken == 0) {
      return false;
    }
    scans.insert(scan);
    scans.reported(
        target.key(),
        new TargetState(
            scan.id(),
            target.id().index(),
            target.agent(),
            1,
            ScanStatus.COMPLETED,
            pages,
            totals,
            totals.directories() + 1,
            1,
            null,
            finishedAt));
    if (!scans.finishIfStored(target.key(), finishedAt)
        || !scans.finishIfAllTargetsAre(scan.id(), finishedAt)) {
      throw new IllegalStateException("not all of " + pages + " pages are stored");
    }
    return true;
  }
}
