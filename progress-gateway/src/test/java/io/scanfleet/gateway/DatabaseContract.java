package io.scanfleet.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scanfleet.gateway.batch.Scan;
import io.scanfleet.gateway.batch.ScanRepository;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.TargetId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's repositories on a real database, for what must be the same on every one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DatabaseContract {

  protected static final AgentId AGENT = new AgentId("nas-01");

  protected ConfigurableApplicationContext context;
  protected ScanRepository scans;

  /** An empty database. */
  protected abstract String databaseUrl();

  @SpringBootConfiguration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  @ComponentScan(
      basePackages = "io.scanfleet.gateway",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = Repository.class))
  public static class Repositories {

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    JsonMapper json() {
      return JsonMapper.builder().build();
    }
  }

  @BeforeAll
  void openDatabase() {
    context =
        new SpringApplicationBuilder(Repositories.class)
            .web(WebApplicationType.NONE)
            .run("--spring.datasource.url=" + databaseUrl(), "--logging.level.root=warn");
    scans = context.getBean(ScanRepository.class);
  }

  @AfterAll
  void closeDatabase() {
    context.close();
  }

  /** A batch that waits, of this many targets of one directory of its own. */
  protected Scan newScan(int targets) {
    BatchId id = BatchId.random();
    return newScan(id, "/vol/" + id, targets, 1.5);
  }

  /** A batch that waits, of this many targets of one directory. */
  protected Scan newScan(BatchId id, String path, int targets, double createdAt) {
    long key = scans.newTargetKeys(targets);
    List<Target> list = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      list.add(
          new Target(
              key + i,
              new TargetId(id, i),
              AGENT,
              path,
              ScanStatus.QUEUED,
              null,
              false,
              0,
              null,
              null,
              0,
              0,
              null));
    }
    Scan scan =
        new Scan(
            id, "night ✓", List.of("*.tmp"), false, ScanStatus.QUEUED, createdAt, null, null, list);
    scans.insert(scan);
    return scan;
  }
}
