package io.scanfleet.standalone;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.scanfleet.standalone.GatewayClient.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document that a gateway gives, and what is asked of it: everything is described,
 * numbers with their unit, and answers are as it says, without fields that it does not name.
 */
final class OpenApiDocument {

  private static final String SCHEMAS = "#/components/schemas/";
  private static final SchemaRegistry DRAFT_2020_12 =
      SchemaRegistry.withDialect(
          Dialect.builder(Dialects.getDraft202012())
              .keyword(new NonValidationKeyword("components"))
              .build());

  private static final Pattern SIZE = Pattern.compile("(?i).*(bytes|size)");
  private static final Pattern TIME =
      Pattern.compile(
          ".*(At|Seconds|[Tt]ime|[Tt]imestamp|Seen|Heard|(modified|changed)(Before|After))|wait");
  private static final Pattern UNIT =
      Pattern.compile(
          "\\b(bytes?|seconds|percent|numbers?|how many|count|index|files|directories|entries)\\b");

  private final JsonNode root;

  private OpenApiDocument(JsonNode root) {
    this.root = root;
  }

  static OpenApiDocument of(GatewayClient gateway) {
    return new OpenApiDocument(gateway.get("/v3/api-docs").body());
  }

  /** One call. */
  record Operation(String method, String path, JsonNode node) {
    @Override
    public String toString() {
      return method.toUpperCase(Locale.ROOT) + " " + path;
    }
  }

  List<Operation> operations() {
    return root.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .map(
                        method -> new Operation(method.getKey(), path.getKey(), method.getValue())))
        .toList();
  }

  /** What is missing or wrong in it; empty if nothing. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!root.path("openapi").asString("").startsWith("3.1.")) {
      faults.add("is not OpenAPI 3.1");
    }
    Set<String> reached = new TreeSet<>();
    Set<String> ids = new HashSet<>();
    for (Operation operation : operations()) {
      if (!operation.path().startsWith("/api/v1/")) {
        faults.add(operation + " does not belong here");
      }
      if (!ids.add(operation.node().path("operationId").asString(""))) {
        faults.add(operation + " has no operationId of its own");
      }
      checkOperation(operation, faults);
      references(operation.node(), reached);
    }
    root.path("components")
        .path("schemas")
        .properties()
        .forEach(
            schema -> {
              if (!reached.contains(schema.getKey())) {
                faults.add(schema.getKey() + " is used nowhere");
              }
              require(described(schema.getValue()), schema.getKey() + " is not described", faults);
              schema
                  .getValue()
                  .path("properties")
                  .properties()
                  .forEach(
                      property ->
                          checkValue(
                              schema.getKey() + "." + property.getKey(),
                              property.getKey(),
                              property.getValue().path("description").asString(""),
                              property.getValue(),
                              faults));
            });
    return faults;
  }

  private void checkOperation(Operation operation, List<String> faults) {
    JsonNode node = operation.node();
    require(!node.path("summary").asString("").isBlank(), operation + " has no summary", faults);
    for (JsonNode parameter : node.path("parameters")) {
      String name = parameter.path("name").asString();
      checkValue(
          operation + " " + name,
          name,
          parameter.path("description").asString(""),
          parameter.path("schema"),
          faults);
    }
    if (node.has("requestBody")) {
      require(described(node.path("requestBody")), operation + ": what is its body?", faults);
      checkJson(operation + "'s body", node.path("requestBody"), faults);
    }
    boolean succeeds = false;
    for (String status : node.path("responses").propertyNames()) {
      JsonNode response = node.path("responses").path(status);
      String place = operation + " " + status;
      require(described(response), place + " is not described", faults);
      if (status.startsWith("2")) {
        succeeds = true;
        checkJson(place, response, faults);
      } else if (!status.startsWith("3")) {
        require(
            response
                .at("/content/application~1problem+json/schema/$ref")
                .asString("")
                .equals(SCHEMAS + "Problem"),
            place + " is no problem+json",
            faults);
      }
    }
    require(succeeds, operation + " never succeeds", faults);
    require(node.path("responses").has("default"), operation + " has no other errors", faults);
  }

  /** JSON is an object with a name, never just text or bytes. */
  private static void checkJson(String place, JsonNode container, List<String> faults) {
    for (String type : container.path("content").propertyNames()) {
      JsonNode schema = container.path("content").path(type).path("schema");
      require(!type.contains("*"), place + " may be any type", faults);
      require(
          !type.equals("application/json") || schema.has("$ref"),
          place + " does not say which JSON",
          faults);
    }
  }

  private static void checkValue(
      String place, String name, String description, JsonNode schema, List<String> faults) {
    if (description.isBlank()) {
      faults.add(place + " is not described");
      return;
    }
    Set<String> types = new TreeSet<>();
    JsonNode type = schema.path("type");
    (type.isArray() ? type.valueStream().toList() : List.of(type))
        .forEach(one -> types.add(one.asString("")));
    if (!types.contains("integer") && !types.contains("number")) {
      return;
    }
    boolean unit =
        SIZE.matcher(name).matches()
            ? description.contains("byte")
            : TIME.matcher(name).matches()
                ? description.contains("second")
                : UNIT.matcher(description).find();
    require(unit, place + " names no unit: " + description, faults);
  }

  private static boolean described(JsonNode node) {
    return !node.path("description").asString("").isBlank();
  }

  private static void require(boolean condition, String fault, List<String> faults) {
    if (!condition) {
      faults.add(fault);
    }
  }

  private void references(JsonNode node, Set<String> reached) {
    String reference = node.path("$ref").asString("");
    if (reference.startsWith(SCHEMAS) && reached.add(reference.substring(SCHEMAS.length()))) {
      references(root.at(JsonPointer.compile(reference.substring(1))), reached);
    }
    node.forEach(child -> references(child, reached));
  }

  /** How an answer differs from what the document says of the operation; empty if it does not. */
  List<String> differences(String operationId, Answer answer) {
    JsonNode responses =
        operations().stream()
            .map(Operation::node)
            .filter(node -> node.path("operationId").asString().equals(operationId))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no operation is called " + operationId))
            .path("responses");
    String status = Integer.toString(answer.status());
    String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    JsonNode schema = responses.path(status).path("content").path(type).path("schema");
    if (schema.isMissingNode()) {
      return List.of(operationId + " answers " + status + " as " + type);
    }
    ObjectNode whole = GatewayClient.JSON.createObjectNode();
    whole.set("$ref", schema.path("$ref"));
    whole.set("components", root.path("components").deepCopy());
    for (JsonNode named : whole.path("components").path("schemas")) {
      ((ObjectNode) named).put("additionalProperties", false);
    }
    Schema compiled = DRAFT_2020_12.getSchema(whole);
    return compiled.validate(answer.body()).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }
}
