package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/** Writes what was compared: a COG with the bands of {@link ComparedHeights}, in metres. */
public final class ErrorMap {
  private static final int ROWS = 128;

  private ErrorMap() {}

  /**
   * Writes the map, whole or not at all.
   *
   * @throws org.gramscape.geoio.OutputExistsException if the output exists and {@code overwrite} is
   *     false
   */
  public static void write(ComparedHeights compared, Path output, boolean overwrite)
      throws IOException {
    RasterInfo grid = compared.info();
    int[] bands =
        IntStream.range(0, ComparedHeights.BANDS)
            .filter(band -> band != ComparedHeights.SPREAD || compared.hasSpread())
            .toArray();
    List<String> names =
        IntStream.of(bands).mapToObj(grid.bands()::get).map(BandInfo::description).toList();
    RasterSpec spec =
        new RasterSpec(
                grid.width(),
                grid.height(),
                SampleType.FLOAT32,
                names,
                grid.requireGeoreference(),
                OptionalDouble.of(CanopyHeight.NODATA),
                RasterSpec.Overviews.AVERAGE,
                Optional.empty(),
                Map.of(),
                Map.of())
            .withUnit(HeightUnit.METRE.toString());
    try (RasterSink sink = Rasters.create(output, spec, overwrite)) {
      for (int row = 0; row < grid.height(); row += ROWS) {
        Window rows = new Window(0, row, grid.width(), Math.min(ROWS, grid.height() - row));
        sink.write(compared.read(rows, bands));
      }
      sink.commit();
    }
  }
}
