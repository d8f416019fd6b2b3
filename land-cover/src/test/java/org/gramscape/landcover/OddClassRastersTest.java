package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.UnusableInputException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.ColorTable;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.coverage.CoverageFile;
import org.gramscape.landcover.coverage.CoverageInspector;
import org.gramscape.landcover.coverage.Flaw;
import org.gramscape.landcover.vectorize.Connectivity;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/** Class rasters that are not what one expects, from file to file. */
class OddClassRastersTest {
  private static final VectorizeOptions EVERYTHING =
      new VectorizeOptions(Connectivity.FOUR, new Area(3), new Length(1), new Length(2), List.of());

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private String write(SampleType type, int side, IntToDoubleFunction classOf) throws IOException {
    return write(type, side, classOf, Optional.empty());
  }

  private String write(
      SampleType type, int side, IntToDoubleFunction classOf, Optional<ColorTable> colors)
      throws IOException {
    RasterSpec spec =
        new RasterSpec(
            side,
            side,
            type,
            List.of("class"),
            new Georeference(Crs.epsg(32632), GeoTransform.northUp(500_000, 5_000_000, 1, 1)),
            OptionalDouble.of(0),
            RasterSpec.Overviews.NONE,
            colors,
            Map.of(),
            Map.of());
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, side, side), 1);
    for (int i = 0; i < side * side; i++) {
      block.samples()[i] = classOf.applyAsDouble(i);
      block.valid()[i] = block.samples()[i] != 0;
    }
    Path file = folder.resolve("classes.tif");
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(block);
      sink.commit();
    }
    return file.toString();
  }

  /** The polygons, which are a coverage whatever the raster. */
  private List<Feature> polygons(String classes, VectorizeOptions options) throws IOException {
    Path output = folder.resolve("polygons.gpkg");
    new LandCoverPolygons(options, Optional.empty(), Optional.empty(), Backend.JVM, warnings::add)
        .write(classes, output, true);
    try (var raster = Rasters.open(classes, Backend.JVM);
        VectorSource source = Vectors.open(output.toString(), null);
        Stream<Feature> features = source.features()) {
      assertThat(CoverageFile.inspect(output.toString(), null, Optional.of(raster)).flaws())
          .isEmpty();
      return features.toList();
    }
  }

  @Test
  void onePixelIsOnePolygon() throws IOException {
    String classes = write(SampleType.UINT8, 1, i -> 7);
    for (VectorizeOptions options : List.of(VectorizeOptions.PLAIN, EVERYTHING)) {
      assertThat(polygons(classes, options))
          .singleElement()
          .matches(p -> p.geometry().getArea() == 1);
    }
  }

  @Test
  void aSceneOfOneClassIsOnePolygonOfFourCorners() throws IOException {
    String classes = write(SampleType.UINT8, 100, i -> 3);
    assertThat(polygons(classes, EVERYTHING))
        .singleElement()
        .matches(p -> p.geometry().getNumPoints() == 5 && p.geometry().getArea() == 10_000);
  }

  @Test
  void nothingButNodataIsNoPolygon() throws IOException {
    assertThat(polygons(write(SampleType.UINT8, 10, i -> 0), EVERYTHING)).isEmpty();
  }

  @Test
  void threeHundredClassesAreCalledByTheirNumbers() throws IOException {
    String classes = write(SampleType.UINT16, 300, i -> 1 + i / 300);
    List<Feature> polygons = polygons(classes, VectorizeOptions.PLAIN);
    assertThat(polygons).hasSize(300);
    assertThat(polygons.get(299).attributes())
        .containsEntry("class", 300L)
        .containsEntry("name", "300");
    assertThat(warnings)
        .singleElement(STRING)
        .contains("classes.tif has more classes than a style can tell apart");
    assertThat(folder.resolve("polygons.qml")).doesNotExist();
  }

  /** A style without a category for it would leave a polygon out of the picture. */
  @Test
  void classesWithoutNamesAreDrawnByTheirPaletteOrInColoursOfTheirOwn() throws IOException {
    ColorTable colors = new ColorTable(new TreeMap<>(Map.of(1, 0x1B7837, 2, 0x3B82C4)));
    polygons(
        write(SampleType.UINT8, 30, i -> 1 + i / 450, Optional.of(colors)), VectorizeOptions.PLAIN);
    String style = Files.readString(folder.resolve("polygons.qml"));
    assertThat(style).contains("27,120,55", "59,130,196").containsOnlyOnce("value=\"1\"");

    Files.delete(folder.resolve("classes.tif"));
    polygons(write(SampleType.UINT16, 30, i -> 1 + i / 300), VectorizeOptions.PLAIN);
    style = Files.readString(folder.resolve("polygons.qml"));
    assertThat(style)
        .contains("<category value=\"1\"", "<category value=\"2\"", "<category value=\"3\"");
    assertThat(style).doesNotContain("<category value=\"0\"");
  }

  @Test
  void classesOfAnyNumberHaveNames() throws IOException {
    Map<String, String> names = Map.of("CLASS_-1", "none", "CLASS_3120", "wood", "CLASS_x", "no");
    assertThat(ClassLegend.of(MemoryRaster.of("c.tif", 1, 0, 1, names, 1).info()))
        .extracting(LegendEntry::value, LegendEntry::name)
        .containsExactly(tuple(-1, "none"), tuple(3120, "wood"));
  }

  @Test
  void regionsThatTouchThemselvesAreValid() throws IOException {
    // A ring that touches itself at a corner, inside and outside.
    String[] rows = {"1112", "1211", "1121", "2111"};
    String classes = write(SampleType.UINT8, 4, i -> rows[i / 4].charAt(i % 4) - '0');
    for (Connectivity each : Connectivity.values()) {
      assertThat(polygons(classes, VectorizeOptions.PLAIN.withConnectivity(each)))
          .hasSize(each == Connectivity.FOUR ? 5 : 4);
    }
  }

  /** At the edge of the data, in the middle, and where there is no class. */
  @Test
  void classifiedGroundThatNoPolygonCoversIsFound() throws IOException {
    String[] rows = new String[40];
    Arrays.fill(rows, "1".repeat(10) + "2".repeat(20) + "3".repeat(10));
    Arrays.fill(rows, 0, 4, "0".repeat(40));
    Arrays.fill(rows, 20, 24, "1".repeat(10) + "2222444422222222" + "2222" + "3".repeat(10));
    String classes = write(SampleType.UINT8, 40, i -> rows[i / 40].charAt(i % 40) - '0');
    List<Feature> polygons = polygons(classes, VectorizeOptions.PLAIN);
    Map<Long, String> amounts =
        Map.of(1L, "360.3 m2", 2L, "704.6 m2", 3L, "360.3 m2", 4L, "16.0 square units");
    for (Crs crs : List.of(Crs.epsg(32632), Crs.epsg(32631))) {
      for (Long left : crs.equals(Crs.epsg(32632)) ? List.of(1L, 2L, 3L, 4L) : List.of(1L, 2L)) {
        assertThat(flawsWithout(left, polygons, classes, crs))
            .singleElement()
            .matches(flaw -> flaw.kind() == Flaw.Kind.GAP)
            .matches(flaw -> flaw.what().contains(amounts.get(left)));
      }
      assertThat(flawsWithout(5L, polygons, classes, crs)).isEmpty();
    }
  }

  private static List<Flaw> flawsWithout(Long left, List<Feature> polygons, String classes, Crs crs)
      throws IOException {
    Crs own = Crs.epsg(32632);
    CoverageInspector inspector = new CoverageInspector();
    for (Feature polygon : polygons) {
      Geometry moved = polygon.geometry().copy();
      for (Coordinate corner : crs.equals(own) ? new Coordinate[0] : moved.getCoordinates()) {
        double[] there = crs.fromLonLat(own.toLonLat(corner.x, corner.y));
        corner.setX(there[0]);
        corner.setY(there[1]);
      }
      if (!left.equals(polygon.attributes().get("class"))) {
        inspector.add(moved);
      }
    }
    try (var raster = Rasters.open(classes, Backend.JVM)) {
      return inspector.report(raster, crs).flaws();
    }
  }

  @Test
  void fractionsAreNoClasses() throws IOException {
    String classes = write(SampleType.FLOAT32, 10, i -> 1 + i / 8.0);
    assertThatThrownBy(() -> polygons(classes, VectorizeOptions.PLAIN))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("classes.tif")
        .hasMessageContaining("whole numbers")
        .hasMessageContaining("gdal_calc.py");
    assertThat(folder.resolve("polygons.gpkg")).doesNotExist();
  }

  @Test
  void wholeNumbersStoredAsFloatsAreClasses() throws IOException {
    assertThat(polygons(write(SampleType.FLOAT32, 10, i -> 1 + i / 50), VectorizeOptions.PLAIN))
        .hasSize(2);
  }
}
