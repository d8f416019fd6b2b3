package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.PixelGeometry;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.geom.Puntal;

/**
 * Points and polygons whose class is known, of one layer or several, on a scene's grid.
 *
 * <p>Layers make one list, as if their features lay in one layer one after the other. If every
 * class is a whole number from 0 to 254, classes keep their numbers; otherwise they are numbered
 * from 0 in the order of their names. A field {@code color} or {@code colour} with texts as {@code
 * #1b7837} gives classes their colours, the first of a class.
 *
 * @param legend the classes, by number
 * @param labels those with a class and a geometry, in the layers' order
 */
record Labels(List<LegendEntry> legend, List<Label> labels) {
  private static final Pattern CLASS_NUMBER = Pattern.compile("[0-9]{1,3}");
  private static final Pattern HEX_COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

  /** The field that gives a class its colour, and its other spelling. */
  static final String COLOR = "color";

  private static final List<String> COLOR_FIELDS = List.of(COLOR, "colour");
  private static final int MAX_NUMBER = 254;

  /**
   * One of them.
   *
   * @param classIndex place in the legend
   * @param geometry in the scene's pixels: x the column, y the row
   * @param layer number of the layer that it is of
   */
  record Label(int classIndex, Geometry geometry, int layer) {}

  /** A label whose class has no number yet. */
  private record Named(String name, Geometry geometry, int layer) {}

  /**
   * Reads layers, each in its own CRS.
   *
   * @param field of each of them
   * @throws InvalidVectorException if a layer has no such field, or no class in it; if there are
   *     too many classes; or of a geometry that is neither of points nor of polygons
   */
  static Labels read(List<VectorSource> layers, String field, Georeference scene)
      throws IOException {
    List<Named> named = new ArrayList<>();
    Map<String, Integer> colors = new HashMap<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      VectorSource source = layers.get(layer);
      requireField(source, field);
      int before = named.size();
      try (Stream<Feature> features = source.features()) {
        for (Feature feature : (Iterable<Feature>) features::iterator) {
          Optional<String> name = className(feature, field);
          if (name.isEmpty() || feature.geometry() == null || feature.geometry().isEmpty()) {
            continue;
          }
          color(feature).ifPresent(rgb -> colors.putIfAbsent(name.get(), rgb));
          named.add(new Named(name.get(), onGrid(feature.geometry(), source, scene), layer));
        }
      }
      if (named.size() == before) {
        throw new InvalidVectorException(
            "the field \"%s\" of \"%s\" has no value anywhere; fill in the class of each place"
                .formatted(field, source.name()));
      }
    }
    List<LegendEntry> legend = legend(named, colors, layers, field);
    Map<String, Integer> indices = new TreeMap<>();
    legend.forEach(entry -> indices.put(entry.name(), indices.size()));
    return new Labels(
        legend,
        named.stream()
            .map(label -> new Label(indices.get(label.name()), label.geometry(), label.layer()))
            .toList());
  }

  /** What messages call layers. */
  static String names(List<VectorSource> layers) {
    return layers.stream()
        .map(layer -> "\"" + layer.name() + "\"")
        .collect(Collectors.joining(" and "));
  }

  /** The same in an order that depends on nothing but their places and classes. */
  Labels byPlace() {
    return new Labels(
        legend,
        labels.stream()
            .sorted(
                Comparator.comparing(Label::geometry, (a, b) -> a.compareTo(b))
                    .thenComparing(Label::classIndex))
            .toList());
  }

  private static void requireField(VectorSource layer, String field) throws InvalidVectorException {
    List<LayerSchema.Field> fields = layer.schema().fields();
    if (fields.stream().noneMatch(f -> f.name().equals(field))) {
      String there = fields.stream().map(LayerSchema.Field::name).collect(Collectors.joining(", "));
      throw new InvalidVectorException(
          "the labels \"%s\" have no field \"%s\"; their fields are: %s"
              .formatted(layer.name(), field, there.isEmpty() ? "none" : there));
    }
  }

  /** The class of a label, if it has one: a whole number as such, whatever its type in the file. */
  static Optional<String> className(Feature label, String field) {
    Object value = label.attributes().get(field);
    if (value == null || value.toString().isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9
            ? Long.toString(number.longValue())
            : value.toString().trim());
  }

  private static List<LegendEntry> legend(
      List<Named> labels, Map<String, Integer> colors, List<VectorSource> layers, String field)
      throws InvalidVectorException {
    List<String> distinct = labels.stream().map(Named::name).distinct().sorted().toList();
    boolean numbered = distinct.stream().allMatch(Labels::isClassNumber);
    if (distinct.size() > MAX_NUMBER) {
      throw new InvalidVectorException(
          "the field \"%s\" of the labels %s names %d classes, and %d is the most; name the one that tells the class"
              .formatted(field, names(layers), distinct.size(), MAX_NUMBER));
    }
    List<LegendEntry> legend = new ArrayList<>();
    for (String name : distinct) {
      int value = numbered ? Integer.parseInt(name) : legend.size();
      int color = colors.getOrDefault(name, ClassColors.of(name, legend.size()));
      legend.add(new LegendEntry(value, name, color));
    }
    legend.sort(Comparator.comparingInt(LegendEntry::value));
    return List.copyOf(legend);
  }

  private static Optional<Integer> color(Feature label) {
    return COLOR_FIELDS.stream()
        .map(label.attributes()::get)
        .filter(value -> value != null && HEX_COLOR.matcher(value.toString()).matches())
        .map(value -> Integer.parseInt(value.toString().substring(1), 16))
        .findFirst();
  }

  private static boolean isClassNumber(String name) {
    return CLASS_NUMBER.matcher(name).matches()
        && name.equals(Integer.toString(Integer.parseInt(name)))
        && Integer.parseInt(name) <= MAX_NUMBER;
  }

  private static Geometry onGrid(Geometry geometry, VectorSource layer, Georeference scene)
      throws InvalidVectorException, UnsupportedCrsException {
    if (!(geometry instanceof Puntal || geometry instanceof Polygonal)) {
      throw new InvalidVectorException(
          "the labels \"%s\" hold a %s; points or polygons are expected"
              .formatted(layer.name(), geometry.getGeometryType()));
    }
    try {
      return PixelGeometry.of(geometry, layer.schema().crs(), scene);
    } catch (UnsupportedCrsException e) {
      throw new UnsupportedCrsException(
          "the labels \"%s\": %s; check their CRS".formatted(layer.name(), e.getMessage()), e);
    }
  }
}
