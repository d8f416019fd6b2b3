package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.PixelInterpretation;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.gdal.GdalBackend;

/** Whatever is written is what both backends read. */
class RoundTripTest {

  /** A raster to write: its size, samples, and place. */
  record Scene(
      int width,
      int height,
      int bands,
      SampleType type,
      boolean withNodata,
      int transform,
      PixelInterpretation interpretation,
      int epsg,
      Map<String, String> options,
      long seed) {

    Georeference georeference() throws UnsupportedCrsException {
      double step = epsg == 4326 ? 1e-5 : 0.6;
      double x0 = epsg == 4326 ? -81.25 : 500000;
      double y0 = epsg == 4326 ? 37.5 : 4000000;
      GeoTransform place =
          switch (transform) {
            case 0 -> GeoTransform.northUp(x0, y0, step, step);
            case 1 -> new GeoTransform(x0, step, 0, y0, 0, step); // south-up
            case 2 -> GeoTransform.northUp(x0, y0, step, step * 1.75);
            default ->
                new GeoTransform(
                    x0, step * 0.8, step * 0.6, y0, step * 0.6, -step * 0.8); // rotated
          };
      return new Georeference(Crs.epsg(epsg), place, interpretation);
    }

    OptionalDouble nodata() {
      if (!withNodata) {
        return OptionalDouble.empty();
      }
      return OptionalDouble.of(
          switch (type) {
            case UINT8 -> 255;
            case INT8 -> -128;
            case FLOAT64 -> Double.NaN;
            case UINT16, UINT32 -> 0;
            default -> -9999;
          });
    }

    RasterSpec spec() throws UnsupportedCrsException {
      List<String> names = new ArrayList<>();
      for (int band = 0; band < bands; band++) {
        names.add("band " + band);
      }
      return new RasterSpec(
              width,
              height,
              type,
              names,
              georeference(),
              nodata(),
              seed % 2 == 0 ? Overviews.AVERAGE : Overviews.MODE,
              Optional.empty(),
              Map.of("SEED", Long.toString(seed)),
              options)
          .withUnit(unit());
    }

    String unit() {
      return seed % 3 == 0 ? "m" : "";
    }

    /** Values over the type's whole range, zeros among them; some invalid if there is a nodata. */
    PixelBlock pixels() {
      PixelBlock block = PixelBlock.zeros(new Window(0, 0, width, height), bands);
      Random random = new Random(seed);
      for (int i = 0; i < block.samples().length; i++) {
        double value =
            switch (random.nextInt(8)) {
              case 0 -> 0;
              case 1 -> type.min();
              case 2 -> type.max();
              default -> type.isFloat() ? random.nextGaussian() * 20 : random.nextInt(100);
            };
        block.samples()[i] = type == SampleType.FLOAT32 ? (float) value : value;
        block.valid()[i] = !withNodata || random.nextInt(5) > 0;
      }
      return block;
    }
  }

  @Provide
  Arbitrary<Scene> scenes() {
    Arbitrary<Map<String, String>> options =
        Combinators.combine(
                Arbitraries.of("DEFLATE", "NONE"),
                Arbitraries.of("YES", "NO"),
                Arbitraries.of("16", "48", "128"),
                Arbitraries.of("YES", "IF_SAFER"),
                Arbitraries.of("AUTO", "NONE"))
            .as(
                (compress, predictor, block, big, overviews) ->
                    Map.of(
                        "COMPRESS", compress,
                        "PREDICTOR", predictor,
                        "BLOCKSIZE", block,
                        "BIGTIFF", big,
                        "OVERVIEWS", overviews));
    return Combinators.combine(
            Arbitraries.integers().between(1, 150),
            Arbitraries.integers().between(1, 150),
            Arbitraries.integers().between(1, 6),
            Arbitraries.of(SampleType.class),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 7),
            Arbitraries.of(32617, 4326, 2263),
            Arbitraries.longs().between(0, 1_000_000))
        .flatAs(
            (width, height, bands, type, nodata, place, epsg, seed) ->
                options.map(
                    chosen ->
                        new Scene(
                            width,
                            height,
                            bands,
                            type,
                            nodata,
                            place % 4,
                            place < 4 ? PixelInterpretation.AREA : PixelInterpretation.POINT,
                            epsg,
                            chosen,
                            seed)));
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsRead(@ForAll("scenes") Scene scene) throws IOException {
    Path folder = Files.createTempDirectory("round-trip");
    Path file = folder.resolve("scene.tif");
    try {
      PixelBlock pixels = scene.pixels();
      try (RasterSink sink = Rasters.create(file, scene.spec(), false)) {
        writeInParts(sink, scene, pixels);
        sink.commit();
      }
      requireEqual(file, Backend.JVM, scene, pixels);
      if (GdalBackend.isAvailable()) {
        requireEqual(file, Backend.GDAL, scene, pixels);
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void writeInParts(RasterSink sink, Scene scene, PixelBlock pixels)
      throws IOException {
    Random random = new Random(scene.seed());
    for (int row = 0; row < scene.height(); ) {
      int rows = Math.min(scene.height() - row, 1 + random.nextInt(40));
      PixelBlock part = PixelBlock.zeros(new Window(0, row, scene.width(), rows), scene.bands());
      for (int band = 0; band < scene.bands(); band++) {
        int from = pixels.index(band, row, 0);
        int to = part.index(band, 0, 0);
        System.arraycopy(pixels.samples(), from, part.samples(), to, rows * scene.width());
        System.arraycopy(pixels.valid(), from, part.valid(), to, rows * scene.width());
      }
      sink.write(part);
      row += rows;
    }
  }

  private static void requireEqual(Path file, Backend backend, Scene scene, PixelBlock written)
      throws IOException {
    try (RasterSource source = Rasters.open(file.toString(), backend)) {
      RasterInfo info = source.info();
      assertThat(info.sampleType()).isEqualTo(scene.type());
      assertThat(info.bands()).hasSize(scene.bands());
      assertThat(info.bands().get(0).nodata()).isEqualTo(scene.nodata());
      assertThat(info.bands().get(0).unit()).isEqualTo(scene.unit());
      assertThat(info.bands().get(scene.bands() - 1).description())
          .isEqualTo("band " + (scene.bands() - 1));
      assertThat(info.metadata()).containsEntry("SEED", Long.toString(scene.seed()));
      requireSamePlace(info.requireGeoreference(), scene);

      int[] bands = new int[scene.bands()];
      for (int band = 0; band < bands.length; band++) {
        bands[band] = band;
      }
      PixelBlock read = source.read(info.window(), bands);
      for (int i = 0; i < written.samples().length; i++) {
        double value = written.samples()[i];
        boolean valid =
            written.valid()[i]
                && !Double.isNaN(value)
                && (scene.nodata().isEmpty() || value != scene.nodata().getAsDouble());
        assertThat(read.valid()[i]).isEqualTo(valid);
        if (valid) {
          assertThat(read.samples()[i]).isEqualTo(value);
        }
      }
    }
  }

  private static void requireSamePlace(Georeference read, Scene scene)
      throws UnsupportedCrsException {
    Georeference written = scene.georeference();
    assertThat(read.crs()).isEqualTo(written.crs());
    assertThat(read.interpretation()).isEqualTo(written.interpretation());
    double tolerance = 1e-9 * Math.abs(written.transform().x0());
    for (int corner = 0; corner < 4; corner++) {
      double column = corner % 2 * scene.width();
      double row = corner / 2 * scene.height();
      assertThat(read.transform().x(column, row))
          .isCloseTo(written.transform().x(column, row), offset(tolerance));
      assertThat(read.transform().y(column, row))
          .isCloseTo(written.transform().y(column, row), offset(tolerance));
    }
  }
}
