package io.scanfleet.standalone;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code docs/asyncapi.yaml} as the tests use it. Its schemas allow fields that they do not
 * describe, as the contract does; here they are made to refuse them, so that something that is sent
 * and not described is noticed.
 */
final class AsyncApiDocument {

  private static final Path FILE = Path.of("..", "docs", "asyncapi.yaml");
  private static final SchemaRegistry DRAFT_7 =
      SchemaRegistry.withDialect(
          Dialect.builder(Dialects.getDraft7())
              .keyword(new NonValidationKeyword("components"))
              .keyword(new NonValidationKeyword("x-unit"))
              .build());
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  private final JsonNode root;
  private final Map<JsonNode, Schema> schemas = new HashMap<>();

  /** One kind of message. */
  record MessageType(String name, JsonNode node) {

    String contentType() {
      return node.path("contentType").asString("");
    }

    JsonNode payload() {
      return node.path("payload");
    }

    JsonNode headers() {
      return node.path("headers");
    }

    List<JsonNode> examples() {
      return node.path("examples").valueStream().toList();
    }
  }

  /** A socket, an exchange or a queue. */
  record Channel(String name, JsonNode node, List<MessageType> messages) {

    JsonNode amqp() {
      return node.path("bindings").path("amqp");
    }

    JsonNode exchange() {
      return amqp().path("exchange");
    }

    JsonNode queue() {
      return amqp().path("queue");
    }
  }

  private AsyncApiDocument(JsonNode root) {
    this.root = root;
  }

  static AsyncApiDocument read() {
    return new AsyncApiDocument(
        YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readTree(FILE.toFile()));
  }

  JsonNode root() {
    return root;
  }

  /** What a node means: itself, or what it refers to. */
  JsonNode resolve(JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      found = target(found.path("$ref").asString());
    }
    return found;
  }

  /** Missing if there is no such thing. */
  JsonNode target(String reference) {
    return root.at(JsonPointer.compile(reference.substring(reference.indexOf('#') + 1)));
  }

  JsonNode schema(String name) {
    return root.path("components").path("schemas").path(name);
  }

  List<MessageType> messages() {
    return root.path("components").path("messages").properties().stream()
        .map(entry -> new MessageType(entry.getKey(), entry.getValue()))
        .toList();
  }

  MessageType message(String name) {
    return messages().stream()
        .filter(message -> message.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<Channel> channels() {
    return root.path("channels").properties().stream()
        .map(entry -> channel(entry.getKey()))
        .toList();
  }

  Channel channel(String name) {
    JsonNode node = root.path("channels").path(name);
    return new Channel(
        name,
        node,
        node.path("messages").properties().stream()
            .map(message -> new MessageType(message.getKey(), resolve(message.getValue())))
            .toList());
  }

  /** Operations of a channel that do this, {@code send} or {@code receive}. */
  List<JsonNode> operations(Channel channel, String action) {
    return root.path("operations")
        .valueStream()
        .filter(operation -> operation.path("action").asString().equals(action))
        .filter(
            operation ->
                operation
                    .path("channel")
                    .path("$ref")
                    .asString()
                    .equals("#/channels/" + channel.name()))
        .toList();
  }

  /** The messages that an operation, or its reply, refers to. */
  List<MessageType> messages(JsonNode operation) {
    return operation
        .path("messages")
        .valueStream()
        .map(reference -> reference.path("$ref").asString())
        .map(path -> message(path.substring(path.lastIndexOf('/') + 1)))
        .toList();
  }

  /** The names of an address's parameters. */
  static List<String> parameters(String address) {
    return PARAMETER.matcher(address).results().map(found -> found.group(1)).toList();
  }

  /** An address, or the like, as a pattern: each parameter as its schema has it. */
  Pattern pattern(String address) {
    StringBuilder pattern = new StringBuilder();
    Matcher parameters = PARAMETER.matcher(address);
    int from = 0;
    while (parameters.find()) {
      pattern.append(Pattern.quote(address.substring(from, parameters.start())));
      JsonNode parameter =
          root.path("components").path("parameters").path(parameters.group(1)).path("x-schema");
      String own = resolve(parameter).path("pattern").asString();
      pattern.append(own, 1, own.length() - 1);
      from = parameters.end();
    }
    return Pattern.compile(pattern + Pattern.quote(address.substring(from)));
  }

  /**
   * What is wrong with a value by this schema, where fields that it does not describe are wrong.
   */
  List<String> errors(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  /** References within the schema begin at the document's root, so what they lead to goes along. */
  private Schema compile(JsonNode schema) {
    ObjectNode whole = GatewayClient.JSON.createObjectNode();
    whole.putArray("allOf").add(schema.deepCopy());
    whole.set("components", root.path("components").deepCopy());
    refuseUndescribed(whole);
    return DRAFT_7.getSchema(whole);
  }

  private static void refuseUndescribed(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("additionalProperties").isBoolean()) {
      object.put("additionalProperties", false);
    }
    node.forEach(AsyncApiDocument::refuseUndescribed);
  }

  /** Visits a schema and all those in it, each with its place such as {@code /targets[]/agent}. */
  void visit(String place, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
    JsonNode meant = resolve(schema);
    visitor.accept(place, meant);
    meant
        .path("properties")
        .properties()
        .forEach(property -> visit(place + "/" + property.getKey(), property.getValue(), visitor));
    meant
        .path("patternProperties")
        .properties()
        .forEach(property -> visit(place, property.getValue(), visitor));
    if (meant.has("items")) {
      visit(place + "[]", meant.path("items"), visitor);
    }
    meant.path("anyOf").forEach(one -> visit(place, one, visitor));
  }

  /** The places of all fields that a schema describes. */
  Set<String> places(JsonNode schema) {
    Set<String> places = new TreeSet<>();
    visit("", schema, (place, meant) -> places.add(place));
    return places;
  }

  /** The places of all fields that a value has. */
  static Set<String> placesOf(JsonNode value) {
    Set<String> places = new TreeSet<>();
    collect("", value, places);
    return places;
  }

  private static void collect(String place, JsonNode value, Set<String> places) {
    places.add(place);
    value.properties().forEach(p -> collect(place + "/" + p.getKey(), p.getValue(), places));
    if (value.isArray()) {
      value.forEach(element -> collect(place + "[]", element, places));
    }
  }

  /** Every schema of the document, by where it is. */
  Map<String, JsonNode> allSchemas() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    BiConsumer<String, JsonNode> put = all::putIfAbsent;
    for (MessageType message : messages()) {
      visit(message.name(), message.payload(), put);
      if (!message.headers().isMissingNode()) {
        visit(message.name() + " headers", message.headers(), put);
      }
    }
    for (Channel channel : channels()) {
      JsonNode socket = channel.node().path("bindings").path("ws");
      for (String part : List.of("query", "headers")) {
        if (socket.has(part)) {
          visit(channel.name() + " " + part, socket.path(part), put);
        }
      }
    }
    return all;
  }

  /** Every reference of the document. */
  List<String> references() {
    List<String> all = new ArrayList<>();
    references(root, all);
    return all;
  }

  private static void references(JsonNode node, List<String> into) {
    if (node.path("$ref").isString()) {
      into.add(node.path("$ref").asString());
    }
    node.forEach(child -> references(child, into));
  }
}
