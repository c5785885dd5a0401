package io.scanfleet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.scanfleet.gateway.GatewayProperties;
import io.scanfleet.gateway.batch.CurrentProgress.Moment;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.message.TargetState;
import io.scanfleet.testing.DeletingTree;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** What is asked of the database, and when; on a real one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveBatchesTest {

  private static final BatchId BATCH = BatchStateTest.BATCH;

  private final DeletingTree disk = DeletingTree.create();
  private final Set<BatchId> open = ConcurrentHashMap.newKeySet();
  private ConfigurableApplicationContext context;
  private ScanRepository scans;
  private LiveBatches batches;

  @SpringBootConfiguration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  @Import(ScanRepository.class)
  static class Repositories {

    @Bean
    JsonMapper json() {
      return JsonMapper.builder().build();
    }
  }

  private final class Source implements ProgressSource {

    @Override
    public boolean open(BatchId batch) {
      return open.add(batch);
    }

    @Override
    public void close(BatchId batch) {
      open.remove(batch);
    }
  }

  @BeforeAll
  void start() {
    context =
        new SpringApplicationBuilder(Repositories.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.datasource.url="
                    + GatewayProperties.withSettings(
                        "jdbc:sqlite:" + disk.path().resolve("test.db")),
                "--logging.level.root=warn");
    scans = context.getBean(ScanRepository.class);
  }

  @AfterAll
  void stop() {
    context.close();
    disk.close();
  }

  @BeforeEach
  void begin() {
    batches =
        new LiveBatches(
            scans,
            new Source(),
            JsonMapper.builder().build(),
            InstantSource.system(),
            new Polls(System::nanoTime, (time, task) -> task.run()));
    Target target = BatchStateTest.target(0, ScanStatus.QUEUED, null, 0, null);
    scans.insert(BatchStateTest.scan(ScanStatus.QUEUED, target));
    assertThat(batches.refresh(BATCH)).isPresent();
    assertThat(open).containsExactly(BATCH);
  }

  @AfterEach
  void forget() {
    scans.delete(BATCH, 1);
  }

  private Scan read() {
    return scans.find(BATCH).orElseThrow();
  }

  private void endInTheDatabase() {
    scans.cancelWithoutAgent(read().targets().getFirst().key(), 5);
    scans.finishIfAllTargetsAre(BATCH, 5);
  }

  @Test
  void whatWasReadBeforeTheEndDoesNotBringABatchBack() {
    Scan before = read();
    endInTheDatabase();
    batches.look();
    assertThat(batches.running()).isEmpty();
    assertThat(batches.of(before).status()).isEqualTo(ScanStatus.CANCELLED);
    assertThat(batches.running()).isEmpty();
    assertThat(open).isEmpty();
  }

  @Test
  void anEndThatNoWordCameOfIsFoundByWhoeverReadsIt() {
    endInTheDatabase();
    assertThat(batches.of(read()).status()).isEqualTo(ScanStatus.CANCELLED);
    assertThat(batches.running()).isEmpty();
    assertThat(open).isEmpty();
  }

  @Test
  void whileABatchRunsTheDatabaseIsNotAsked() throws Exception {
    scans.delete(read().id(), 1);
    batches.take(BatchStateTest.tick(0, 1, 1, 10));
    Moment moment = batches.await(BATCH, 0, Duration.ofMinutes(1)).orElseThrow();
    assertThat(moment.progress().filesProcessed()).isEqualTo(10);
    assertThat(batches.now(BATCH)).containsSame(moment);
    batches.look();
    assertThat(batches.now(BATCH)).isEmpty();
  }

  @Test
  void whatTheDatabaseAloneKnowsIsToldWithoutANewSequence() {
    batches.take(BatchStateTest.tick(0, 1, 100, 10));
    assertThat(batches.now(BATCH).orElseThrow().scan().startedAt()).isNull();
    scans.started(
        0,
        BATCH,
        new TargetState(
            BATCH, 0, new AgentId("nas-00"), 1, ScanStatus.RUNNING, 0, null, 0, 1, null, 1),
        7);
    batches.look();
    Moment after = batches.now(BATCH).orElseThrow();
    assertThat(after.scan().startedAt()).isEqualTo(7);
    assertThat(after.progress().sequence()).isEqualTo(100);
  }

  @Test
  void whoWaitsForABatchThatIsDeletedHearsThatItIsGone() {
    CompletableFuture<Optional<Moment>> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return batches.await(BATCH, 0, Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Thread::startVirtualThread);
    scans.delete(read().id(), 1);
    batches.look();
    await().until(answer::isDone);
    assertThat(answer.join()).isEmpty();
  }

  @Test
  void theEndOfABatchIsWhatWaitersHear() throws Exception {
    endInTheDatabase();
    batches.look();
    Moment end = batches.await(BATCH, 1_000_000, Duration.ofMinutes(1)).orElseThrow();
    assertThat(end.progress().status()).isEqualTo(ScanStatus.CANCELLED);
    assertThat(end.scan().finishedAt()).isEqualTo(5);
  }
}
