package io.scanfleet.gateway;

import io.scanfleet.model.amqp.BrokerDialect;
import io.scanfleet.model.message.PlainNumbers;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import tools.jackson.databind.JacksonModule;

/** The gateway as a Spring application. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
@EnableScheduling
public class ProgressGatewayApplication {

  /**
   * An application that reads {@code progress-gateway.yml}, apart from others in the same process.
   */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(ProgressGatewayApplication.class)
        .properties("spring.config.name=progress-gateway");
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
}
