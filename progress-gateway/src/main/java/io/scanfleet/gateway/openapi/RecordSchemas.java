package io.scanfleet.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.type.ResolvedType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Says of a record's properties what {@link Nullable} says of its components: one with it may be
 * null or missing, one without it is always there.
 */
final class RecordSchemas implements ModelConverter {

  private static final String NULL = "null";

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> resolved = chain.next().resolve(type, context, chain);
    Class<?> rawClass = rawClass(type);
    if (resolved != null && rawClass != null && rawClass.isRecord()) {
      String reference = resolved.get$ref();
      Schema<?> defined =
          reference == null
              ? resolved
              : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
      if (defined != null && defined.getProperties() != null) {
        mark(defined, rawClass);
      }
    }
    return resolved;
  }

  private static @Nullable Class<?> rawClass(AnnotatedType type) {
    return type.getType() instanceof ResolvedType resolved
        ? resolved.getRawClass()
        : ResolvableType.forType(type.getType()).resolve();
  }

  @SuppressWarnings("rawtypes") // so the library has it
  private static void mark(Schema<?> schema, Class<?> type) {
    Map<String, Schema> properties = schema.getProperties();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        mark(schema, component.getType());
        continue;
      }
      String name = JavadocDescriptions.jsonName(component.getAccessor());
      Schema<?> property = properties.get(name);
      if (property == null) {
        continue;
      }
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        properties.put(name, orNull(property));
      } else if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
        schema.addRequiredItem(name);
      }
    }
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.getAnyOf() != null) {
      return property;
    }
    if (property.get$ref() == null && property.getEnum() == null) {
      property.addType(NULL);
      return property;
    }
    Schema<?> either = new JsonSchema().description(property.getDescription());
    property.setDescription(null);
    Schema<?> nothing = new JsonSchema();
    nothing.setTypes(Set.of(NULL));
    either.setAnyOf(List.of(property, nothing));
    return either;
  }
}
