package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.model.Layers;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** Labels of several layers are those of one layer that holds them all. */
class SeveralLayersTest {
  private static final TileFeatures FEATURES =
      new ComputedFeatures(new ColorModel("a"), Layers.LAST);
  private static final List<String> CLASSES = List.of("water", "forest", "bare soil");
  private static final GeometryFactory GEOMETRY = new GeometryFactory();

  @TempDir Path folder;
  private String scene;
  private Georeference place;

  @BeforeEach
  void paintScene() throws IOException {
    scene = Stripes.paint(folder).toString();
    place = Stripes.place();
  }

  @ParameterizedTest
  @EnumSource(ClassMethod.class)
  void neitherOrderNorLayersChangeAHead(ClassMethod method) throws Exception {
    for (FoldKind kind : FoldKind.values()) {
      List<Feature> labels = labels(1 + kind.ordinal());
      String whole = fit(method, kind, layer("all", labels)).sha256();
      for (int cut : new int[] {1, 20}) {
        VectorSource first = layer("first", labels.subList(0, cut));
        VectorSource next = layer("next", labels.subList(cut, labels.size()));
        assertThat(fit(method, kind, first, next).sha256()).isEqualTo(whole);
        assertThat(fit(method, kind, next, first).sha256()).isEqualTo(whole);
      }
      List<Feature> shuffled = new ArrayList<>(labels);
      Collections.shuffle(shuffled, new Random(3));
      assertThat(fit(method, kind, layer("all", shuffled)).sha256()).isEqualTo(whole);
    }
  }

  @Test
  void aLayerInAnotherCrsGivesTheSameMap() throws Exception {
    List<Feature> labels = labels(1);
    List<Feature> later = labels.subList(20, labels.size());
    VectorSource first = layer("first", labels.subList(0, 20));
    Crs other = Crs.epsg(4326);
    List<Feature> moved = new ArrayList<>();
    for (Feature label : later) {
      Geometry geometry = label.geometry().copy();
      for (Coordinate vertex : geometry.getCoordinates()) {
        LonLat there = place.crs().toLonLat(vertex.x, vertex.y);
        double[] xy = other.fromLonLat(there);
        vertex.setX(xy[0]);
        vertex.setY(xy[1]);
      }
      geometry.geometryChanged();
      moved.add(new Feature(geometry, label.attributes()));
    }
    VectorSource elsewhere = new MemoryLabels(schema("next", other), moved);

    assertThat(map("b.tif", first, elsewhere)).isEqualTo(map("a.tif", first, layer("next", later)));
  }

  @Test
  void onePlaceInTwoLayersCountsTwice() throws Exception {
    Feature water = new Feature(point(30, 40), Map.of("cover", "water"));
    Feature forest = new Feature(point(95, 60), Map.of("cover", "forest"));
    Feature doubted = new Feature(point(30, 40), Map.of("cover", "forest"));
    VectorSource first = layer("first", List.of(water, forest));

    ClassHead same = fit(ClassMethod.KNN, FoldKind.BLOCKS, first, layer("next", List.of(water)));
    ClassHead other = fit(ClassMethod.KNN, FoldKind.BLOCKS, first, layer("next", List.of(doubted)));

    assertThat(same.report().labels()).isEqualTo(3);
    assertThat(other.report().labels()).isEqualTo(3);
    assertThat(other.sha256())
        .isEqualTo(
            fit(ClassMethod.KNN, FoldKind.BLOCKS, layer("all", List.of(water, forest, doubted)))
                .sha256())
        .isNotEqualTo(same.sha256());
  }

  @Test
  void suggestionsStayAwayFromTheLabelsOfAllLayers() throws Exception {
    Feature water = new Feature(point(30, 40), Map.of("cover", "water"));
    Envelope right =
        new Envelope(
            place.transform().x(64, 0),
            place.transform().x(192, 0),
            place.transform().y(0, 0),
            place.transform().y(0, 96));
    Feature forest = new Feature(GEOMETRY.toGeometry(right), Map.of("cover", "forest"));
    List<VectorSource> both =
        List.of(layer("first", List.of(water)), layer("next", List.of(forest)));
    List<VectorSource> turned = List.of(both.get(1), both.get(0));

    List<Feature> points = suggestions(both);

    assertThat(points).isNotEmpty().isEqualTo(suggestions(turned));
    for (Feature point : points) {
      Coordinate at = point.geometry().getCoordinate();
      double column = place.transform().column(at.x, at.y);
      double row = place.transform().row(at.x, at.y);
      assertThat(column).isLessThan(64 - 16);
      assertThat(Math.hypot(column - 30, row - 40)).isGreaterThan(16);
    }
  }

  private List<Feature> suggestions(List<VectorSource> layers) throws Exception {
    ClassHead head = fit(ClassMethod.KNN, FoldKind.BLOCKS, layers.toArray(VectorSource[]::new));
    return new Suggestions(8, 3, Stripes.VIEW, 1)
        .find(scene, new Suggestions.Known(layers, "cover", head), FEATURES, ProgressListener.NONE);
  }

  @Test
  void aLayerIsRefusedByItsName() throws Exception {
    VectorSource good = layer("first", labels(1));
    Feature unlabelled = new Feature(point(30, 40), Map.of("cover", " "));
    refuses(
        good, layer("next", List.of(unlabelled)), "\"cover\" of \"next\" has no value anywhere");
    refuses(good, layer("next", List.of()), "\"cover\" of \"next\" has no value anywhere");
    refuses(
        good,
        new MemoryLabels(
            new LayerSchema(
                "next",
                place.crs(),
                "Point",
                List.of(new LayerSchema.Field("predicted", LayerSchema.Type.TEXT))),
            List.of()),
        "\"next\" have no field \"cover\"; their fields are: predicted");
    refuses(
        good,
        layer("next", List.of(new Feature(point(-30, 400), Map.of("cover", "water")))),
        "none of the 1 labels of \"next\" lies on");
    Geometry line =
        GEOMETRY.createLineString(
            new Coordinate[] {point(3, 4).getCoordinate(), point(5, 6).getCoordinate()});
    refuses(
        good,
        layer("next", List.of(new Feature(line, Map.of("cover", "water")))),
        "\"next\" hold a LineString");
    assertThatThrownBy(
            () ->
                fit(
                    ClassMethod.KNN,
                    FoldKind.BLOCKS,
                    good,
                    new MemoryLabels(schema("next", Crs.epsg(4326)), labels(2))))
        .isInstanceOf(UnsupportedCrsException.class)
        .hasMessageContaining("\"next\"");
  }

  @Test
  void aLayerMayHoldOneClassAndPlacesWithout() throws Exception {
    Feature water = new Feature(point(30, 40), Map.of("cover", "water"));
    Feature forest = new Feature(point(95, 60), Map.of("cover", "forest"));
    Feature later = new Feature(point(150, 60), Map.of());

    ClassHead head =
        fit(
            ClassMethod.LOGISTIC,
            FoldKind.BLOCKS,
            layer("first", List.of(water)),
            layer("next", List.of(later, forest)));

    assertThat(head.report().labels()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                fit(
                    ClassMethod.LOGISTIC,
                    FoldKind.BLOCKS,
                    layer("first", List.of(water)),
                    layer("next", List.of(water))))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("of \"first\" and \"next\" names only water");
  }

  private void refuses(VectorSource good, VectorSource wrong, String saying) {
    assertThatThrownBy(() -> fit(ClassMethod.KNN, FoldKind.BLOCKS, good, wrong))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining(saying);
  }

  /** Points and squares all over the scene, every tenth of another class than its stripe. */
  private List<Feature> labels(long seed) {
    Random random = new Random(seed);
    List<Feature> labels = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int column = 4 + random.nextInt(46) * 4;
      int row = 4 + random.nextInt(19) * 4;
      Geometry geometry = point(column, row);
      if (i % 4 == 0) {
        Envelope square = geometry.getEnvelopeInternal();
        square.expandBy(1 + random.nextInt(12));
        geometry = GEOMETRY.toGeometry(square);
      }
      int stripe = Math.min(2, column / Stripes.STRIPE);
      labels.add(
          new Feature(geometry, Map.of("cover", CLASSES.get(i % 10 == 0 ? i / 10 % 3 : stripe))));
    }
    return labels;
  }

  private Geometry point(double column, double row) {
    return GEOMETRY.createPoint(
        new Coordinate(place.transform().x(column, row), place.transform().y(column, row)));
  }

  private VectorSource layer(String name, List<Feature> labels) {
    return new MemoryLabels(schema(name, place.crs()), labels);
  }

  private static LayerSchema schema(String name, Crs crs) {
    return new LayerSchema(
        name, crs, "Geometry", List.of(new LayerSchema.Field("cover", LayerSchema.Type.TEXT)));
  }

  private ClassHead fit(ClassMethod method, FoldKind kind, VectorSource... layers)
      throws IOException {
    return new ClassFit(
            method, Stripes.VIEW, new Folding(kind, Optional.empty()), ColoredFeatures.SQUARES)
        .fit(scene, List.of(layers), "cover", FEATURES);
  }

  private double[] map(String name, VectorSource... layers) throws Exception {
    Path classes = folder.resolve(name);
    new LandCover(fit(ClassMethod.LOGISTIC, FoldKind.BLOCKS, layers), FEATURES, Detail.GUIDED)
        .map(scene, classes, Stripes.VIEW, RunOptions.standard(), ProgressListener.NONE);
    try (RasterSource map = Rasters.open(classes.toString(), Backend.JVM)) {
      return map.read(map.info().window(), 0).samples();
    }
  }
}
