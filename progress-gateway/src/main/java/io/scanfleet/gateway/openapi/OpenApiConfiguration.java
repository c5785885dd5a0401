package io.scanfleet.gateway.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * What springdoc is told besides its properties. The document is made when it is first asked for,
 * from the handlers, the records they take and give, and the Javadoc of both.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Scanfleet")
                .version("v1")
                .description(
                    "Starts scans, shows how they are, and opens the trees they found. Times are"
                        + " Unix seconds with a fraction, sizes are bytes, what is unknown is null."
                        + " Unknown fields are to be ignored. News comes by WebSocket at"
                        + " /ws/progress too."))
        .servers(List.of(new Server().url("/").description("this gateway")));
  }

  @Bean
  @Primary
  JavadocDescriptions javadocDescriptions() {
    return new JavadocDescriptions();
  }

  @Bean
  RecordSchemas recordSchemas() {
    return new RecordSchemas();
  }

  @Bean
  ProblemResponses problemResponses() {
    return new ProblemResponses();
  }

  @Bean
  GlobalOpenApiCustomizer problemSchema() {
    return document ->
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(Problem.class))
            .referencedSchemas
            .forEach(document.getComponents()::addSchemas);
  }

  @Bean
  OperationNames operationNames() {
    return new OperationNames();
  }
}
