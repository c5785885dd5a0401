package io.scanfleet.gateway.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/**
 * Names for people, and that stay when other operations come: {@code listScan} of the group {@code
 * scan} is what {@code ScanController.list} does. A description that says no more than the summary
 * is left out.
 */
final class OperationNames implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

  private static final String CLASS_SUFFIX = "Controller";
  private static final String TAG_SUFFIX = "-controller";

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    operation.setOperationId(
        handler.getMethod().getName()
            + handler.getBeanType().getSimpleName().replace(CLASS_SUFFIX, ""));
    operation.setTags(operation.getTags().stream().map(OperationNames::plain).toList());
    if (operation.getDescription() != null
        && operation.getDescription().equals(operation.getSummary())) {
      operation.setDescription(null);
    }
    return operation;
  }

  @Override
  public void customise(OpenAPI document) {
    document.getTags().forEach(tag -> tag.setName(plain(tag.getName())));
  }

  private static String plain(String tag) {
    return tag.endsWith(TAG_SUFFIX) ? tag.substring(0, tag.length() - TAG_SUFFIX.length()) : tag;
  }
}
