package io.scanfleet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.page.PageCodec;
import io.scanfleet.standalone.AsyncApiDocument.Channel;
import io.scanfleet.standalone.AsyncApiDocument.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code docs/asyncapi.yaml} by itself: that it is AsyncAPI, whole, and true to its own schemas.
 */
class AsyncApiTest {

  private final AsyncApiDocument document = AsyncApiDocument.read();

  @Test
  void itHasTheShapeOfAsyncApi() throws IOException {
    try (InputStream shape =
        Objects.requireNonNull(AsyncApiTest.class.getResourceAsStream("asyncapi-shape.yaml"))) {
      JsonNode schema = new YAMLMapper().readTree(shape);
      assertThat(
              SchemaRegistry.withDialect(Dialects.getDraft7())
                  .getSchema(schema)
                  .validate(document.root()))
          .isEmpty();
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.references())
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.target(reference).isMissingNode()).as(reference).isFalse());
  }

  @Test
  void operationsSpeakOfMessagesOfTheirChannels() {
    List<JsonNode> speakers = new ArrayList<>();
    for (JsonNode operation : document.root().path("operations")) {
      speakers.add(operation);
      if (operation.has("reply")) {
        speakers.add(operation.path("reply"));
      }
    }
    assertThat(speakers)
        .isNotEmpty()
        .allSatisfy(
            speaker -> {
              String channel = speaker.path("channel").path("$ref").asString();
              assertThat(speaker.path("messages").valueStream())
                  .isNotEmpty()
                  .allMatch(m -> m.path("$ref").asString().startsWith(channel + "/messages/"));
            });
  }

  @Test
  void whatTravelsIsSentAndReceived() {
    for (Channel channel : document.channels()) {
      for (MessageType message : channel.messages()) {
        List<JsonNode> operations =
            Stream.concat(
                    document.operations(channel, "send").stream(),
                    document.operations(channel, "receive").stream())
                .flatMap(o -> Stream.of(o, o.path("reply")))
                .toList();
        // Nobody consumes the dead letters.
        if (!channel.name().equals("deadQueue")) {
          assertThat(operations)
              .as(channel.name() + " " + message.name())
              .anyMatch(operation -> document.messages(operation).contains(message));
        }
      }
    }
    Set<String> used = new HashSet<>(document.references());
    document
        .messages()
        .forEach(message -> assertThat(used).contains("#/components/messages/" + message.name()));
    document
        .root()
        .path("components")
        .path("schemas")
        .propertyNames()
        .forEach(name -> assertThat(used).contains("#/components/schemas/" + name));
  }

  @Test
  void addressesHaveTheParametersTheyAreGiven() {
    for (Channel channel : document.channels()) {
      List<String> inAddress =
          AsyncApiDocument.parameters(channel.node().path("address").asString(""));
      assertThat(channel.node().path("parameters").propertyNames())
          .as(channel.name())
          .containsExactlyInAnyOrderElementsOf(inAddress);
      if (channel.amqp().has("queue")) {
        assertThat(channel.queue().path("name")).isEqualTo(channel.node().path("address"));
      }
    }
  }

  @Test
  void everyFieldIsDescribedAndEveryNumberHasAUnit() {
    document
        .allSchemas()
        .forEach(
            (place, schema) -> {
              boolean isField = place.contains("/");
              if (isField) {
                assertThat(schema.path("description").asString("")).as(place).endsWith(".");
              }
              boolean isNumber =
                  Stream.concat(Stream.of(schema.path("type")), schema.path("type").valueStream())
                      .map(type -> type.asString(""))
                      .anyMatch(type -> type.equals("integer") || type.equals("number"));
              assertThat(schema.has("x-unit")).as("unit of " + place).isEqualTo(isNumber);
            });
  }

  @Test
  void fieldsThatAreNotDescribedAreAllowed() {
    document
        .allSchemas()
        .forEach(
            (place, schema) -> {
              if (schema.has("properties")) {
                assertThat(schema.has("additionalProperties")).as(place).isTrue();
                assertThat(schema.path("properties").propertyNames())
                    .as(place)
                    .containsAll(
                        schema.path("required").valueStream().map(JsonNode::asString).toList());
              }
            });
  }

  @Test
  void examplesAreWhatTheyAreExamplesOf() {
    for (MessageType message : document.messages()) {
      for (JsonNode example : message.examples()) {
        String name = message.name() + " " + example.path("name").asString();
        assertThat(document.errors(message.payload(), example.path("payload"))).as(name).isEmpty();
        assertThat(example.has("headers")).as(name).isEqualTo(!message.headers().isMissingNode());
        if (example.has("headers")) {
          assertThat(document.errors(message.headers(), example.path("headers")))
              .as(name)
              .isEmpty();
        }
      }
      // Together they show every field that there is.
      Set<String> shown = new HashSet<>();
      message
          .examples()
          .forEach(example -> shown.addAll(AsyncApiDocument.placesOf(example.path("payload"))));
      assertThat(shown).as(message.name()).containsAll(document.places(message.payload()));
    }
  }

  @Test
  void theExampleOfAPageIsAPage() {
    for (JsonNode example : document.message("page").examples()) {
      byte[] page = Base64.getDecoder().decode(example.path("payload").asString());
      assertThat(PageCodec.read(page)).isNotEmpty();
    }
  }

  @Test
  void wordsAreThoseOfTheCode() {
    assertThat(words("ScanStatus"))
        .containsExactlyElementsOf(
            Arrays.stream(ScanStatus.values()).map(ScanStatus::wireName).toList());
    assertThat(words("Phase"))
        .containsExactlyElementsOf(Arrays.stream(Phase.values()).map(Phase::wireName).toList());
    assertThat(document.message("page").contentType()).isEqualTo(Topology.PAGE_TYPE);
    // In base64.
    assertThat(document.message("page").payload().path("maxLength").asInt())
        .isEqualTo((PageCodec.MAX_BYTES + 2) / 3 * 4);
    assertThat(document.schema("Version").path("const").asInt()).isEqualTo(Topology.VERSION);
  }

  private Stream<String> words(String schema) {
    return document.schema(schema).path("enum").valueStream().map(JsonNode::asString);
  }
}
