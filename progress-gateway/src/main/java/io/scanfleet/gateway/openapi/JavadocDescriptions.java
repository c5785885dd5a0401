package io.scanfleet.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.therapi.runtimejavadoc.Comment;
import com.github.therapi.runtimejavadoc.CommentVisitor;
import com.github.therapi.runtimejavadoc.Link;
import com.github.therapi.runtimejavadoc.MethodJavadoc;
import com.github.therapi.runtimejavadoc.ParamJavadoc;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import com.github.therapi.runtimejavadoc.Value;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.providers.JavadocProvider;

/**
 * Tells springdoc what the Javadoc says, as Markdown, with a record's components under the names
 * they have in JSON. Of a class it is the first paragraph: what follows is for readers of the code.
 * Of the problems that a method throws it tells nothing; see {@link ProblemResponses}.
 */
final class JavadocDescriptions implements JavadocProvider {

  /** A comment as Markdown, on one line a paragraph. */
  static String markdown(@Nullable Comment comment) {
    if (comment == null) {
      return "";
    }
    Markdown markdown = new Markdown();
    comment.visit(markdown);
    return markdown.text();
  }

  @Override
  public String getClassJavadoc(Class<?> type) {
    return markdown(RuntimeJavadoc.getJavadoc(type).getComment()).split("\n\n", 2)[0];
  }

  @Override
  public Map<String, String> getRecordClassParamJavadoc(Class<?> type) {
    Map<String, String> described =
        RuntimeJavadoc.getJavadoc(type).getRecordComponents().stream()
            .collect(
                Collectors.toMap(ParamJavadoc::getName, param -> markdown(param.getComment())));
    Map<String, String> properties = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String description = described.get(component.getName());
      if (description != null) {
        properties.put(jsonName(component.getAccessor()), description);
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(JsonProperty.class)) {
        properties.putIfAbsent(jsonName(method), getMethodJavadocDescription(method));
      }
    }
    return properties;
  }

  /** What a property is called in JSON. */
  static String jsonName(Method accessor) {
    JsonProperty property = accessor.getAnnotation(JsonProperty.class);
    return property == null || property.value().isEmpty() ? accessor.getName() : property.value();
  }

  @Override
  public String getMethodJavadocDescription(Method method) {
    return markdown(RuntimeJavadoc.getJavadoc(method).getComment());
  }

  @Override
  public String getMethodJavadocReturn(Method method) {
    return markdown(RuntimeJavadoc.getJavadoc(method).getReturns());
  }

  @Override
  public Map<String, String> getMethodJavadocThrows(Method method) {
    return Map.of();
  }

  @Override
  public @Nullable String getParamJavadoc(Method method, String name) {
    MethodJavadoc javadoc = RuntimeJavadoc.getJavadoc(method);
    return javadoc.getParams().stream()
        .filter(param -> param.getName().equals(name))
        .map(param -> markdown(param.getComment()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public String getFieldJavadoc(Field field) {
    return markdown(RuntimeJavadoc.getJavadoc(field).getComment());
  }

  @Override
  public String getFirstSentence(String text) {
    return text.split("(?<=[.?!])\\s|\n\n", 2)[0];
  }

  private static final class Markdown implements CommentVisitor {

    private static final String PARAGRAPH = "\u0000";

    private final StringBuilder text = new StringBuilder();

    @Override
    public void commentText(String value) {
      text.append(value.replace("<p>", PARAGRAPH));
    }

    @Override
    public void inlineTag(String name, String value) {
      text.append(name.equals("code") ? "`" + value.strip() + "`" : value);
    }

    @Override
    public void inlineLink(Link link) {
      text.append(link.getLabel());
    }

    @Override
    public void inlineValue(Value value) {
      text.append(value.getReferencedMemberName());
    }

    String text() {
      return List.of(text.toString().split(PARAGRAPH)).stream()
          .map(paragraph -> paragraph.replaceAll("\\s+", " ").strip())
          .collect(Collectors.joining("\n\n"));
    }
  }
}
