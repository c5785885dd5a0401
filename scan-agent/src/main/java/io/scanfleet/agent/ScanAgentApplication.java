package io.scanfleet.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.scanfleet.agent.progress.AgentMetrics;
import io.scanfleet.agent.task.Journal;
import io.scanfleet.agent.task.ResultPublisher;
import io.scanfleet.agent.task.Roots;
import io.scanfleet.agent.task.ScanContext;
import io.scanfleet.agent.task.ScanTasks;
import io.scanfleet.agent.task.TickPublisher;
import io.scanfleet.agent.walk.DirectoryReader;
import io.scanfleet.agent.walk.WalkLimits;
import io.scanfleet.agent.walk.Walker;
import io.scanfleet.model.AgentId;
import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.model.message.PlainNumbers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.converter.Converter;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/** The agent as a Spring application: puts its rooms together. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(AgentProperties.class)
public class ScanAgentApplication {

  /**
   * An application that reads {@code scan-agent.yml}, apart from other applications in the same
   * process.
   */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(ScanAgentApplication.class)
        .properties("spring.config.name=scan-agent");
  }

  /**
   * What to tell an application.
   *
   * @param data where it keeps its journal
   */
  public static List<String> arguments(AgentId id, List<Path> roots, Path data, WalkLimits limits) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--scanfleet.agent.id=" + id);
    for (int i = 0; i < roots.size(); i++) {
      arguments.add("--scanfleet.agent.roots[" + i + "]=" + literal(roots.get(i)));
    }
    arguments.add("--scanfleet.agent.data=" + literal(data));
    arguments.add("--scanfleet.agent.threads=" + limits.threads());
    arguments.add("--scanfleet.agent.max-entries-per-second=" + limits.maxEntriesPerSecond());
    return arguments;
  }

  /** A directory may be called {@code ${x}}; it is no placeholder. */
  private static String literal(Path path) {
    return path.toAbsolutePath().toString().replace("${", "\\${");
  }

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  JacksonModule plainNumbers() {
    return new PlainNumbers();
  }

  @Bean
  BrokerDialect brokerDialect(@Value("${scanfleet.broker.dialect}") BrokerDialect dialect) {
    return dialect;
  }

  @Bean
  Roots roots(AgentProperties properties) {
    return new Roots(properties.roots());
  }

  @Bean
  AgentMetrics agentMetrics(MeterRegistry registry, Walker walker) {
    AgentMetrics metrics = new AgentMetrics(registry);
    metrics.watch(walker, registry);
    return metrics;
  }

  @Bean
  @ConditionalOnMissingBean
  DirectoryReader directoryReader() {
    return DirectoryReader.forThisSystem();
  }

  @Bean
  Walker walker(DirectoryReader reader, AgentProperties properties) {
    return new Walker(reader, properties.limits());
  }

  @Bean
  Journal journal(AgentProperties properties, JsonMapper json) {
    return new Journal(properties.data().resolve("journal").resolve(properties.id().value()), json);
  }

  @Bean(initMethod = "open")
  ScanTasks scanTasks(
      AgentProperties properties,
      Roots roots,
      Walker walker,
      ResultPublisher results,
      TickPublisher ticks,
      AgentMetrics metrics,
      InstantSource clock,
      Journal journal) {
    return new ScanTasks(
        new ScanContext(
            properties.id(), roots, walker, results, ticks, metrics, clock, System::nanoTime),
        journal);
  }

  @Bean
  @ConfigurationPropertiesBinding
  static Converter<String, AgentId> agentIdConverter() {
    return new AgentIdConverter();
  }

  private static final class AgentIdConverter implements Converter<String, AgentId> {
    @Override
    public AgentId convert(String text) {
      return new AgentId(text);
    }
  }
}
