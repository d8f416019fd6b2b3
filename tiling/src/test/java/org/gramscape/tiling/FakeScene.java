package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/** A scene that is computed as it is read; refuses to be read by two threads. */
final class FakeScene implements RasterSource {

  @FunctionalInterface
  interface Samples {
    double at(int band, int x, int y);
  }

  @FunctionalInterface
  interface Validity {
    boolean at(int band, int x, int y);
  }

  /** A sample that is different at every pixel and between 0 and 1. */
  static final Samples NOISE =
      (band, x, y) -> ((x * 7919L + y * 104729L + band * 31L) % 1009) / 1009.0;

  static final Validity ALL_VALID = (band, x, y) -> true;

  private final int width;
  private final int height;
  private final int bands;
  private final Samples samples;
  private final Validity validity;
  private Thread user;

  FakeScene(int width, int height, int bands, Samples samples, Validity validity) {
    this.width = width;
    this.height = height;
    this.bands = bands;
    this.samples = samples;
    this.validity = validity;
  }

  static FakeScene noise(int width, int height) {
    return new FakeScene(width, height, 1, NOISE, ALL_VALID);
  }

  /** Reads stored samples as they are, with mean 0 and deviation 1. */
  TileReader reader(TilePlan plan) {
    return new TileReader(
        this,
        plan,
        IntStream.range(0, bands).toArray(),
        (band, stored) -> (float) stored,
        plainStatistics(bands));
  }

  static Normalisation plainStatistics(int bands) {
    float[] ones = new float[bands];
    java.util.Arrays.fill(ones, 1);
    return new Normalisation(new float[bands], ones);
  }

  @Override
  public RasterInfo info() {
    BandInfo band = new BandInfo("", BandInfo.Role.UNDEFINED, OptionalDouble.empty(), 32, 1, 0);
    return new RasterInfo(
        "fake",
        "FAKE",
        "none",
        width,
        height,
        SampleType.FLOAT32,
        java.util.Collections.nCopies(bands, band),
        Optional.empty(),
        "made up",
        Optional.empty(),
        Map.of());
  }

  @Override
  public PixelBlock read(Window window, int... selected) {
    if (user == null) {
      user = Thread.currentThread();
    }
    assertThat(Thread.currentThread()).as("one thread reads").isSameAs(user);
    assertThat(window.endColumn()).isLessThanOrEqualTo(width);
    assertThat(window.endRow()).isLessThanOrEqualTo(height);
    PixelBlock block = PixelBlock.zeros(window, selected.length);
    for (int band = 0; band < selected.length; band++) {
      for (int row = 0; row < window.height(); row++) {
        for (int column = 0; column < window.width(); column++) {
          int x = window.column() + column;
          int y = window.row() + row;
          int i = block.index(band, row, column);
          block.samples()[i] = samples.at(selected[band], x, y);
          block.valid()[i] = validity.at(selected[band], x, y);
        }
      }
    }
    return block;
  }

  @Override
  public void close() {}

  static List<Integer> indices(TileGrid grid) {
    return IntStream.range(0, grid.count()).boxed().toList();
  }
}
