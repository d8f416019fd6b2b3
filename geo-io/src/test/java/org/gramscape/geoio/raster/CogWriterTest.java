package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CogWriterTest {
  @TempDir Path folder;

  /** Two rows: 0 and 1.5 valid, one NaN, one invalid. */
  private static PixelBlock heights() {
    PixelBlock block = PixelBlock.zeros(new Window(0, 0, 2, 2), 1);
    block.samples()[1] = 1.5;
    block.samples()[2] = Double.NaN;
    block.samples()[3] = 7;
    block.valid()[3] = false;
    return block;
  }

  private static RasterSpec spec(
      SampleType type, OptionalDouble nodata, Map<String, String> options)
      throws UnsupportedCrsException {
    return new RasterSpec(
        2,
        2,
        type,
        List.of("height"),
        new Georeference(Crs.epsg(32617), GeoTransform.northUp(500000, 4000000, 0.6, 0.6)),
        nodata,
        RasterSpec.Overviews.AVERAGE,
        Optional.empty(),
        Map.of("MODEL", "a <b> & \"c\""),
        options);
  }

  private static void write(Path output, RasterSpec spec, boolean overwrite) throws IOException {
    try (RasterSink sink = Rasters.create(output, spec, overwrite)) {
      sink.write(heights());
      sink.commit();
    }
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void keepsZeroAndMarksTheInvalid() throws IOException {
    Path output = folder.resolve("heights.tif");
    write(output, spec(SampleType.FLOAT32, OptionalDouble.of(-9999), Map.of()), false);

    try (RasterSource source = Rasters.open(output.toString(), Backend.JVM)) {
      PixelBlock block = source.read(source.info().window(), 0);
      assertThat(block.samples()[0]).isZero();
      assertThat(block.samples()[1]).isEqualTo(1.5);
      assertThat(block.samples()[3]).isEqualTo(-9999);
      assertThat(block.valid()).containsExactly(true, true, false, false);
      assertThat(source.info().bands().get(0).description()).isEqualTo("height");
      assertThat(source.info().metadata()).containsEntry("MODEL", "a <b> & \"c\"");
      assertThat(source.info().requireGeoreference().crs()).isEqualTo(Crs.epsg(32617));
      assertThat(source.info().requireGeoreference().transform())
          .isEqualTo(GeoTransform.northUp(500000, 4000000, 0.6, 0.6));
    }
  }

  @Test
  void appearsWholeOrNotAtAll() throws IOException {
    Path output = folder.resolve("heights.tif");
    RasterSpec spec = spec(SampleType.FLOAT32, OptionalDouble.of(-9999), Map.of());

    try (RasterSink sink = Rasters.create(output, spec, false)) {
      sink.write(heights());
      assertThat(output).doesNotExist();
    }
    assertThat(files()).isEmpty();

    write(output, spec, false);
    assertThat(files()).containsExactly(output);
  }

  @Test
  void replacesOnlyWhenTold() throws IOException {
    Path output = Files.writeString(folder.resolve("heights.tif"), "mine");
    RasterSpec spec = spec(SampleType.FLOAT32, OptionalDouble.of(-9999), Map.of());

    assertThatThrownBy(() -> Rasters.create(output, spec, false))
        .isInstanceOf(OutputExistsException.class)
        .hasMessageContaining("--overwrite");
    assertThat(output).hasContent("mine");

    try (RasterSink sink = Rasters.create(output, spec, true)) {
      sink.write(heights());
      assertThat(output).hasContent("mine");
    }
    assertThat(output).hasContent("mine");

    write(output, spec, true);
    assertThat(Files.size(output)).isGreaterThan(100);
  }

  @Test
  void samePixelsGiveTheSameBytes() throws IOException {
    RasterSpec spec = spec(SampleType.FLOAT64, OptionalDouble.of(Double.NaN), Map.of());
    write(folder.resolve("a.tif"), spec, false);
    write(folder.resolve("b.tif"), spec, false);
    assertThat(folder.resolve("a.tif")).hasSameBinaryContentAs(folder.resolve("b.tif"));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(
            () ->
                Rasters.create(
                    folder.resolve("a.tif"),
                    spec(SampleType.UINT8, OptionalDouble.empty(), Map.of("TILED", "YES")),
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TILED")
        .hasMessageContaining("BLOCKSIZE");
    assertThatThrownBy(
            () ->
                Rasters.create(
                    folder.resolve("a.tif"),
                    spec(SampleType.UINT8, OptionalDouble.of(-1), Map.of()),
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nodata");
  }
}
