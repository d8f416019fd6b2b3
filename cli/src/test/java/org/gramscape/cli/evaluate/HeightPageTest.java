package org.gramscape.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.canopy.ComparedHeights;
import org.gramscape.canopy.HeightAssessment;
import org.gramscape.canopy.HeightIntervals;
import org.gramscape.canopy.HeightProtocol;
import org.gramscape.canopy.HeightScores;
import org.gramscape.canopy.Interval;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeightPageTest {
  private static final int SIDE = 4;

  @TempDir Path folder;

  /** More than a page shows, the worst last. */
  @Test
  void theWorstOfManyMapsHavePictures() throws Exception {
    HeightPage page = new HeightPage(HeightProtocol.STANDARD);
    List<AssessedMap> maps =
        IntStream.rangeClosed(1, 62)
            .mapToObj(i -> new AssessedMap("map" + i, rmse(i), List.of("doubt" + i)))
            .toList();
    try (RasterSource heights = Rasters.open(heights().toString(), Backend.JVM)) {
      ComparedHeights compared =
          ComparedHeights.of(
              heights, heights, Optional.empty(), HeightProtocol.STANDARD, Optional.empty());
      for (AssessedMap map : maps) {
        page.add(map, compared);
      }
    }

    String html = page.html(maps, rmse(30));

    assertThat(html)
        .contains("The worst 60", "<p>doubt1</p>")
        .containsSubsequence("<h3>map62: RMSE 62.00", "<h3>map61:", "<h3>map3: RMSE 3.00")
        .doesNotContain("<h3>map1:", "<h3>map2:");
  }

  private static HeightAssessment rmse(double rmse) {
    Interval none = new Interval(Double.NaN, Double.NaN);
    return new HeightAssessment(
        new HeightScores(SIDE * SIDE, rmse, rmse, 0, 0, 0, 30, Double.NaN),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        List.of(),
        new HeightIntervals(none, none, none, none, none),
        Optional.empty());
  }

  private Path heights() throws Exception {
    Path file = folder.resolve("heights.tif");
    RasterSpec spec =
        new RasterSpec(
            SIDE,
            SIDE,
            SampleType.FLOAT32,
            List.of("height"),
            new Georeference(Crs.epsg(32632), GeoTransform.northUp(680_000, 5_300_000, 1, 1)),
            OptionalDouble.empty(),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    try (RasterSink sink = Rasters.create(file, spec, false)) {
      sink.write(PixelBlock.zeros(new Window(0, 0, SIDE, SIDE), 1));
      sink.commit();
    }
    return file;
  }
}
