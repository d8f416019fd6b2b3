package org.gramscape.landcover.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.gramscape.geoio.Area;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
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
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Geometry;

/** Change from file to file. */
class ChangePolygonsTest {
  private static final List<LegendEntry> LEGEND =
      List.of(new LegendEntry(1, "forest", 0x008000), new LegendEntry(2, "field", 0xE8C547));

  @TempDir Path folder;

  private String write(
      String name, int epsg, GeoTransform place, List<LegendEntry> legend, String... rows)
      throws IOException {
    int width = rows[0].length();
    RasterSpec spec =
        new RasterSpec(
            width,
            rows.length,
            SampleType.UINT8,
            List.of("class"),
            new Georeference(Crs.epsg(epsg), place),
            OptionalDouble.of(0),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            ClassLegend.metadata(legend),
            Map.of());
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, width, rows.length), 1);
    for (int i = 0; i < width * rows.length; i++) {
      block.samples()[i] = rows[i / width].charAt(i % width) - '0';
      block.valid()[i] = block.samples()[i] != 0;
    }
    Path file = folder.resolve(name);
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(block);
      sink.commit();
    }
    return file.toString();
  }

  private static GeoTransform at(double x, double y, double size) {
    return GeoTransform.northUp(x, y, size, size);
  }

  private List<Feature> read(Path file) throws IOException {
    try (VectorSource source = Vectors.open(file.toString(), null);
        Stream<Feature> features = source.features()) {
      return features.toList();
    }
  }

  private static ChangePolygons change(double leastArea, boolean unchanged) {
    return new ChangePolygons(
        VectorizeOptions.PLAIN.withMinArea(new Area(leastArea)),
        unchanged,
        Backend.JVM,
        warning -> {});
  }

  @Test
  void polygonsSayFromWhatToWhatAndTheTableSumsThem() throws IOException {
    GeoTransform place = at(500_000, 4_000_000, 10);
    String before = write("a.tif", 32617, place, LEGEND, "1111", "1122", "0122");
    String after = write("b.tif", 32617, place, LEGEND, "1112", "1222", "0121");
    Path output = folder.resolve("change.gpkg");
    ChangeTable table = change(0, false).write(before, after, output, false);

    List<Feature> features = read(output);
    assertThat(features).hasSize(3);
    assertThat(features.get(0).attributes())
        .containsEntry("before", 1L)
        .containsEntry("before_name", "forest")
        .containsEntry("after", 2L)
        .containsEntry("after_name", "field");
    double pixel = 100 / 0.9996 / 0.9996;
    assertThat(table.rows())
        .extracting(
            row -> row.before() + " " + row.after() + " " + Math.round(row.squareMetres() / pixel))
        .containsExactly("field field 3", "field forest 1", "forest field 2", "forest forest 5");
    assertThat(table.changedSquareMetres()).isCloseTo(3 * pixel, within(1e-3));
    assertThat(table.squareMetres()).isCloseTo(11 * pixel, within(1e-3));
  }

  @Test
  void theRasterAfterComesToTheGridOfThatBefore() throws IOException {
    String before = write("a.tif", 32617, at(500_000, 4_000_000, 10), LEGEND, "11", "12");
    // Half the pixel size, another origin, and degrees: the same ground and a frame around it.
    String[] rows = new String[60];
    Arrays.fill(rows, "2".repeat(60));
    Crs utm = Crs.epsg(32617);
    var corner = utm.toLonLat(499_950, 4_000_050);
    double degree = 5 / 111_320.0;
    String after =
        write(
            "b.tif",
            4326,
            GeoTransform.northUp(corner.longitude(), corner.latitude(), degree, degree),
            LEGEND,
            rows);
    Path output = folder.resolve("change.gpkg");
    ChangeTable table = change(0, true).write(before, after, output, false);
    assertThat(table.rows()).extracting(ChangeTable.Row::before).containsExactly("field", "forest");
    assertThat(table.rows()).extracting(ChangeTable.Row::after).containsOnly("field");
    Geometry[] coverage = read(output).stream().map(Feature::geometry).toArray(Geometry[]::new);
    assertThat(CoverageValidator.isValid(coverage)).isTrue();
    assertThat(coverage).hasSize(2);
    assertThat(coverage[0].getArea() + coverage[1].getArea()).isEqualTo(400);
  }

  @Test
  void smallChangesJoinTheirSurroundings() throws IOException {
    GeoTransform place = at(500_000, 4_000_000, 10);
    String before = write("a.tif", 32617, place, LEGEND, "11111", "11111", "11111");
    String after = write("b.tif", 32617, place, LEGEND, "11111", "12111", "11122");
    Path output = folder.resolve("change.gpkg");
    ChangeTable table = change(150, false).write(before, after, output, false);
    assertThat(read(output)).hasSize(1);
    assertThat(table.changedSquareMetres()).isCloseTo(200, within(1.0));
  }

  @Test
  void classesAreTheSameIfTheirNamesAre() throws IOException {
    GeoTransform place = at(500_000, 4_000_000, 10);
    List<LegendEntry> other =
        List.of(new LegendEntry(2, "forest", 0x008000), new LegendEntry(3, "water", 0x0000FF));
    String before = write("a.tif", 32617, place, LEGEND, "11", "12");
    String after = write("b.tif", 32617, place, other, "22", "33");
    ChangeTable table = change(0, false).write(before, after, folder.resolve("c.gpkg"), false);
    assertThat(table.rows())
        .extracting(row -> row.before() + " " + row.after())
        .containsExactly("field water", "forest forest", "forest water");
  }

  /** The values of a raster that names none are the other's. */
  @Test
  void classesAreTheSameIfTheirValuesAreWhereOneRasterNamesNone() throws IOException {
    GeoTransform place = at(500_000, 4_000_000, 10);
    String named = write("a.tif", 32617, place, LEGEND, "11", "12");
    String plain = write("b.tif", 32617, place, List.of(), "11", "22");
    ChangeTable forth = change(0, false).write(named, plain, folder.resolve("c.gpkg"), false);
    ChangeTable back = change(0, false).write(plain, named, folder.resolve("d.gpkg"), false);
    assertThat(forth.rows())
        .extracting(row -> row.before() + " " + row.after())
        .containsExactly("field field", "forest field", "forest forest");
    assertThat(back.changedSquareMetres()).isEqualTo(forth.changedSquareMetres());
    assertThat(folder.resolve("c.qml")).content().contains("field");
  }

  @Test
  void othersGroundIsRefused() throws IOException {
    String before = write("a.tif", 32617, at(500_000, 4_000_000, 10), LEGEND, "11", "12");
    String after = write("b.tif", 32617, at(600_000, 4_000_000, 10), LEGEND, "11", "12");
    assertThatThrownBy(() -> change(0, false).write(before, after, folder.resolve("c.gpkg"), false))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("no ground in common");
  }
}
