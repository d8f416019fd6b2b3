package org.gramscape.model.ssl.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gramscape.model.dense.DenseRecipe;

/** Recipes as text with every value said, and what differs between two of them. */
public final class RecipeText {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private RecipeText() {}

  /** As {@link RecipeReader} reads it. */
  public static String of(Recipe recipe) {
    return text(recipe);
  }

  /** As {@link HeightRecipeReader} and the like read it. */
  public static String of(DenseRecipe recipe) {
    return text(recipe);
  }

  private static String text(Object recipe) {
    try {
      return YAML.writeValueAsString(recipe);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The recipe of a text.
   *
   * @throws InvalidRecipeException if it is none
   */
  public static Recipe parse(String text) throws InvalidRecipeException {
    try {
      return YAML.readValue(text, Recipe.class);
    } catch (JsonProcessingException e) {
      throw new InvalidRecipeException(
          "The text is no recipe: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  /** The keys whose values differ, {@code crops.sizes.0.global}. */
  public static List<String> differences(Recipe one, Recipe other) {
    return differences(YAML.<JsonNode>valueToTree(one), YAML.valueToTree(other));
  }

  /**
   * The same for a recipe and the text of another, whatever both are.
   *
   * @throws InvalidRecipeException if the text is none
   */
  public static List<String> differences(String text, DenseRecipe recipe)
      throws InvalidRecipeException {
    try {
      return differences(YAML.readTree(text), YAML.readTree(of(recipe)));
    } catch (JsonProcessingException e) {
      throw new InvalidRecipeException("The text is no recipe.", e);
    }
  }

  private static List<String> differences(JsonNode one, JsonNode other) {
    Map<String, JsonNode> left = values(one);
    Map<String, JsonNode> right = values(other);
    List<String> keys = new ArrayList<>(left.keySet());
    right.keySet().stream().filter(key -> !left.containsKey(key)).forEach(keys::add);
    keys.removeIf(key -> Objects.equals(left.get(key), right.get(key)));
    return keys;
  }

  private static Map<String, JsonNode> values(JsonNode recipe) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    collect("", recipe, values);
    return values;
  }

  private static void collect(String key, JsonNode node, Map<String, JsonNode> values) {
    if (node.isValueNode()) {
      values.put(key, node);
    }
    String prefix = key.isEmpty() ? "" : key + ".";
    node.properties().forEach(field -> collect(prefix + field.getKey(), field.getValue(), values));
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(prefix + i, node.get(i), values);
      }
    }
  }
}
