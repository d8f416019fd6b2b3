package org.gramscape.landcover;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.style.CategoryColors;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSource;

/**
 * Labels whose classes have the colours that a style gives them.
 *
 * @param source is closed with this
 * @param field whose values name the classes
 */
public record StyledLabels(VectorSource source, String field, CategoryColors colors)
    implements VectorSource {

  /**
   * Layers of labels, after making sure that a style is one for them.
   *
   * @throws InvalidVectorException if it colours none of their classes
   */
  public static List<VectorSource> of(
      List<VectorSource> layers, String field, CategoryColors colors) throws IOException {
    SortedSet<String> classes = new TreeSet<>();
    for (VectorSource layer : layers) {
      try (Stream<Feature> features = layer.features()) {
        features.forEach(label -> Labels.className(label, field).ifPresent(classes::add));
      }
    }
    if (!classes.isEmpty() && classes.stream().noneMatch(colors.byCategory()::containsKey)) {
      throw new InvalidVectorException(
          "the style colours %s, and none of the classes in the field \"%s\": %s; give the style of these labels"
              .formatted(some(new TreeSet<>(colors.byCategory().keySet())), field, some(classes)));
    }
    return layers.stream()
        .<VectorSource>map(layer -> new StyledLabels(layer, field, colors))
        .toList();
  }

  private static String some(SortedSet<String> names) {
    return names.stream().limit(5).collect(Collectors.joining(", "))
        + (names.size() > 5 ? " ..." : "");
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public LayerSchema schema() {
    return source.schema();
  }

  @Override
  public Stream<Feature> features() throws IOException {
    return source.features().map(this::colored);
  }

  private Feature colored(Feature label) {
    Integer rgb = Labels.className(label, field).map(colors.byCategory()::get).orElse(null);
    if (rgb == null) {
      return label;
    }
    Map<String, Object> attributes = new LinkedHashMap<>(label.attributes());
    attributes.put(Labels.COLOR, String.format("#%06x", rgb));
    return new Feature(label.geometry(), attributes);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
