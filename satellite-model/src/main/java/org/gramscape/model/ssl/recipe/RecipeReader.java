package org.gramscape.model.ssl.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads recipes: a file or a bundled one by its name, what it {@code extends} below it, and {@code
 * key=value} on top.
 */
public final class RecipeReader {
  /** The bundled recipes. */
  public static final List<String> BUNDLED =
      List.of(
          "vit7b-pretrain",
          "vit7b-gram",
          "vit7b-highres",
          "vitl-pretrain",
          "vitl-gram",
          "vitl-highres",
          "vitl-distill",
          "vitl-vitb-vits-distill",
          "vits-pretrain",
          "vits-gram",
          "vits-highres",
          "vits-distill",
          "vits-vitt-distill",
          "vitt-pretrain",
          "vitt-gram",
          "vitt-highres",
          "vitt-distill",
          "demo-pretrain",
          "demo-gram");

  private static final int DEEPEST = 8;
  private static final String STUDENTS = "students";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private RecipeReader() {}

  /**
   * Reads a recipe of one student and refuses one that can't work.
   *
   * @param name of a file, or of a bundled recipe
   * @param overrides {@code schedules.gramWeight=1.5}, {@code crops.sizes.0.global=224}; values are
   *     YAML
   * @throws InvalidRecipeException if it can't be read, can't work or lists several students
   */
  public static Recipe read(String name, List<String> overrides) throws IOException {
    List<StudentRecipe> students = readAll(name, overrides, student -> Optional.empty());
    if (!students.get(0).name().isEmpty()) {
      throw new InvalidRecipeException(
          "%s lists students, %s; a recipe of one is expected here."
              .formatted(name, students.stream().map(StudentRecipe::name).toList()));
    }
    return students.get(0).recipe();
  }

  /**
   * Reads the recipe of each student: the only one, or those that a recipe lists under {@code
   * students} by what differs for each.
   *
   * @param start weights that a student, of this name, starts from; they are its Gram teacher where
   *     neither recipe nor overrides say where that comes from
   * @throws InvalidRecipeException if it can't be read, can't work, or the students can't be
   *     trained together
   */
  public static List<StudentRecipe> readAll(String name, List<String> overrides, Start start)
      throws IOException {
    ObjectNode tree = tree(name, BUNDLED);
    for (String override : overrides) {
      set(tree, override);
    }
    JsonNode listed = tree.remove(STUDENTS);
    if (listed == null) {
      return List.of(student("", tree, name, start));
    }
    if (!(listed instanceof ObjectNode) || listed.isEmpty()) {
      throw new InvalidRecipeException(
          name + " lists no student under 'students'; give each a name and what differs for it.");
    }
    List<StudentRecipe> students = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : listed.properties()) {
      String student = each.getKey();
      String place = "%s, student %s,".formatted(name, student);
      if (!(each.getValue() instanceof ObjectNode own)) {
        throw new InvalidRecipeException(
            "%s has no keys and values; {} stands for no difference.".formatted(place));
      }
      students.add(student(student, merged(tree.deepCopy(), own), place, start));
    }
    StudentsCheck.check(students);
    return students;
  }

  /** Where students start from. */
  public interface Start {
    /** Weights, as a run is given them; empty for a student that starts from nothing. */
    Optional<String> of(String student) throws IOException;
  }

  private static StudentRecipe student(String student, ObjectNode tree, String place, Start start)
      throws IOException {
    if (tree.get("gramTeacher") instanceof ObjectNode gram
        && !gram.hasNonNull("weights")
        && !gram.hasNonNull("takeAverageAt")) {
      start.of(student).ifPresent(weights -> gram.put("weights", weights));
    }
    StudentRecipe recipe = new StudentRecipe(student, bind(tree, place));
    RecipeCheck.check(recipe);
    return recipe;
  }

  /**
   * What a recipe says, with what it extends below it.
   *
   * @param bundled names of the recipes that there are besides files
   */
  static ObjectNode tree(String name, List<String> bundled) throws IOException {
    return tree(name, bundled, DEEPEST);
  }

  private static ObjectNode tree(String name, List<String> bundled, int depth) throws IOException {
    if (depth == 0) {
      throw new InvalidRecipeException(
          name
              + " is extended through more than "
              + DEEPEST
              + " recipes. Do some extend each other?");
    }
    JsonNode read = parse(name, bundled);
    if (!(read instanceof ObjectNode own)) {
      throw new InvalidRecipeException(name + " is no recipe: it holds no keys and values.");
    }
    JsonNode base = own.remove("extends");
    return base == null ? own : merged(tree(base.asText(), bundled, depth - 1), own);
  }

  private static JsonNode parse(String name, List<String> names) throws IOException {
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path)) {
        return YAML.readTree(path.toFile());
      }
      try (InputStream bundled = RecipeReader.class.getResourceAsStream(name + ".yaml")) {
        if (bundled != null && name.matches("[a-z0-9-]+")) {
          return YAML.readTree(bundled);
        }
      }
    } catch (JsonProcessingException e) {
      throw new InvalidRecipeException(name + " is no YAML: " + oneLine(e), e);
    }
    throw new InvalidRecipeException(
        "There is no recipe %s, neither as a file nor among the bundled ones: %s."
            .formatted(name, String.join(", ", names)));
  }

  /** Values of {@code over} replace those of {@code base}; sections are merged, lists are not. */
  private static ObjectNode merged(ObjectNode base, ObjectNode over) {
    for (Map.Entry<String, JsonNode> field : over.properties()) {
      JsonNode below = base.get(field.getKey());
      if (below instanceof ObjectNode section && field.getValue() instanceof ObjectNode other) {
        merged(section, other);
      } else {
        base.set(field.getKey(), field.getValue());
      }
    }
    return base;
  }

  /** Puts the value of {@code KEY=VALUE} in its place. */
  static void set(ObjectNode tree, String override) throws InvalidRecipeException {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new InvalidRecipeException(
          "'" + override + "' is no KEY=VALUE; batch=16 or losses.koleo.weight=0 would be.");
    }
    JsonNode value;
    try {
      value = YAML.readTree(override.substring(equals + 1));
    } catch (JsonProcessingException e) {
      throw new InvalidRecipeException("The value in '" + override + "' is no YAML.", e);
    }
    String[] keys = override.substring(0, equals).split("\\.");
    JsonNode section = tree;
    for (int i = 0; i < keys.length - 1; i++) {
      JsonNode inner = section.isArray() ? element(section, keys[i]) : section.get(keys[i]);
      if (inner == null || inner.isValueNode()) {
        inner = section instanceof ObjectNode object ? object.putObject(keys[i]) : null;
      }
      section = inner;
    }
    String last = keys[keys.length - 1];
    if (section instanceof ObjectNode object) {
      object.set(last, value);
    } else if (section instanceof ArrayNode array && element(array, last) != null) {
      array.set(Integer.parseInt(last), value);
    } else {
      throw new InvalidRecipeException(
          "'" + override + "' names no place in the recipe; lists are counted from 0.");
    }
  }

  private static JsonNode element(JsonNode array, String key) {
    return key.matches("\\d{1,4}") ? array.get(Integer.parseInt(key)) : null;
  }

  private static Recipe bind(ObjectNode tree, String name) throws InvalidRecipeException {
    return bind(
        tree,
        name,
        Recipe.class,
        List.of(
            "backbone",
            "heads",
            "start",
            "losses",
            "masks",
            "crops",
            "normalisation",
            "optimiser",
            "schedules",
            "gramTeacher"));
  }

  /** The recipe, which has some sections at least. */
  static <T> T bind(ObjectNode tree, String name, Class<T> type, List<String> sections)
      throws InvalidRecipeException {
    try {
      T recipe = YAML.treeToValue(tree, type);
      for (String section : sections) {
        if (!tree.hasNonNull(section)) {
          throw new InvalidRecipeException(
              name + " has no section '" + section + "'; begin it with 'extends: defaults'.");
        }
      }
      return recipe;
    } catch (UnrecognizedPropertyException e) {
      throw new InvalidRecipeException(
          "%s has the key '%s'; there are %s."
              .formatted(
                  name,
                  place(e),
                  e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList()),
          e);
    } catch (JsonMappingException e) {
      throw new InvalidRecipeException(
          "%s can't be used: %s: %s".formatted(name, place(e), oneLine(e)), e);
    } catch (JsonProcessingException e) {
      throw new InvalidRecipeException(name + " can't be used: " + oneLine(e), e);
    }
  }

  private static String place(JsonMappingException e) {
    return e.getPath().stream()
        .map(r -> r.getFieldName() == null ? Integer.toString(r.getIndex()) : r.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String oneLine(JsonProcessingException e) {
    String first = e.getOriginalMessage().lines().findFirst().orElse("");
    // The rest of Jackson's sentence tells programmers how to switch the check off.
    return first.startsWith("Cannot map `null`") ? "a number is missing" : first;
  }
}
