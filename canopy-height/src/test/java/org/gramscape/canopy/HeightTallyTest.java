package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class HeightTallyTest {
  private static final int SIDE = 60;
  private static final HeightProtocol BLOCKS_OF_10 =
      HeightProtocol.STANDARD.withBlocks(new Length(10));

  private static Georeference place(double pixel) throws IOException {
    return new Georeference(
        Crs.epsg(32632), GeoTransform.northUp(680_000, 5_300_000, pixel, pixel));
  }

  private static MemoryRaster raster(double pixel, int width, double... values) throws IOException {
    return MemoryRaster.of("raster", width, place(pixel), values);
  }

  /** Heights that vary from place to place, and what a map makes of them. */
  private static double[] truth(long seed) {
    Random random = new Random(seed);
    double[] heights = new double[SIDE * SIDE];
    Arrays.setAll(
        heights,
        i -> {
          double stand = 12 + 10 * Math.sin(i % SIDE / 7.0) * Math.cos(i / SIDE / 9.0);
          return random.nextInt(10) == 0 ? Double.NaN : Math.max(0, stand + random.nextGaussian());
        });
    return heights;
  }

  private static double[] mapped(double[] truth, long seed, double spread) {
    Random random = new Random(seed);
    return Arrays.stream(truth)
        .map(t -> Double.isNaN(t) ? 5 : Math.max(0, t + spread * random.nextGaussian()))
        .toArray();
  }

  private static HeightTally tally(HeightProtocol protocol, RasterSource map, RasterSource truth)
      throws IOException {
    return new HeightEvaluation(protocol)
        .tally(ComparedHeights.of(map, truth, Optional.empty(), protocol, Optional.empty()));
  }

  @Property(tries = 30)
  void classesAndPartsPoolToTheWhole(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int cut)
      throws IOException {
    double[] truth = truth(seed);
    double[] map = mapped(truth, seed + 1, 2);
    int rows = cut * 10;
    HeightTally whole = tally(BLOCKS_OF_10, raster(1, SIDE, map), raster(1, SIDE, truth));
    HeightTally parts = HeightTally.pooled(whole);
    for (int part = 0; part < 2; part++) {
      int from = part == 0 ? 0 : rows * SIDE;
      int to = part == 0 ? rows * SIDE : SIDE * SIDE;
      parts.add(
          tally(
              BLOCKS_OF_10,
              raster(1, SIDE, Arrays.copyOfRange(map, from, to)),
              raster(1, SIDE, Arrays.copyOfRange(truth, from, to))));
    }

    HeightAssessment all = whole.assess();
    HeightAssessment pooled = parts.assess();
    assertThat(pooled.scores().cells()).isEqualTo(all.scores().cells());
    assertThat(pooled.scores().blocks()).isEqualTo(all.scores().blocks());
    assertThat(pooled.scores().mae()).isCloseTo(all.scores().mae(), within(1e-9));
    assertThat(pooled.scores().rmse()).isCloseTo(all.scores().rmse(), within(1e-9));
    assertThat(pooled.scores().r2()).isCloseTo(all.scores().r2(), within(1e-9));
    assertThat(pooled.scores().blockR2()).isCloseTo(all.scores().blockR2(), within(1e-9));
    assertThat(pooled.coverIou()).isCloseTo(all.coverIou(), within(1e-12));
    assertThat(all.classes().stream().mapToLong(HeightAssessment.HeightClass::cells).sum())
        .isEqualTo(all.scores().cells());
    double squares = all.classes().stream().mapToDouble(c -> c.cells() * c.rmse() * c.rmse()).sum();
    assertThat(Math.sqrt(squares / all.scores().cells()))
        .isCloseTo(all.scores().rmse(), within(1e-9));
    assertThat(all.intervals().mae().low()).isLessThan(all.scores().mae());
    assertThat(all.intervals().mae().high()).isGreaterThan(all.scores().mae());
  }

  @Test
  void intervalsHoldTheFigureOfTheGroundInAboutNineteenOfTwentySamples() throws Exception {
    // Errors that are alike within a block of 10 m: what cells pretend to know is not known.
    int held = 0;
    int samples = 200;
    for (int sample = 0; sample < samples; sample++) {
      Random random = new Random(sample);
      double[] ofBlock = new double[36];
      Arrays.setAll(ofBlock, i -> 3 * random.nextGaussian());
      double[] truth = new double[SIDE * SIDE];
      Arrays.setAll(truth, i -> 20 + 5 * random.nextGaussian());
      double[] map = new double[SIDE * SIDE];
      Arrays.setAll(
          map, i -> truth[i] + ofBlock[i / SIDE / 10 * 6 + i % SIDE / 10] + random.nextGaussian());
      Interval bias =
          tally(BLOCKS_OF_10, raster(1, SIDE, map), raster(1, SIDE, truth))
              .assess()
              .intervals()
              .bias();
      held += bias.low() <= 0 && 0 <= bias.high() ? 1 : 0;
    }
    assertThat(held / (double) samples).isBetween(0.88, 0.98);
  }

  @Test
  void edgesAreComparedWhateverTheHeights() throws Exception {
    double[] steps = new double[SIDE * SIDE];
    Arrays.setAll(steps, i -> i % SIDE < 30 ? 4 : 14);
    double[] higher = Arrays.stream(steps).map(h -> h + 5).toArray();
    double[] flat = new double[SIDE * SIDE];
    Arrays.fill(flat, 9);
    RasterSource truth = raster(1, SIDE, steps);

    assertThat(tally(BLOCKS_OF_10, raster(1, SIDE, higher), truth).assess().edgeError()).isZero();
    assertThat(tally(BLOCKS_OF_10, raster(1, SIDE, flat), truth).assess().edgeError()).isOne();
  }

  @Test
  void aTrueSpreadIsCalibratedAndHalfOfItIsNot() throws Exception {
    Random random = new Random(5);
    double[] truth = new double[SIDE * SIDE];
    Arrays.setAll(truth, i -> 40 + 3 * random.nextGaussian());
    double[] spread = new double[SIDE * SIDE];
    Arrays.setAll(spread, i -> i % 2 == 0 ? 1.2 : 5);
    double[] map = new double[SIDE * SIDE];
    Arrays.setAll(map, i -> truth[i] + spread[i] * random.nextGaussian());
    double[] half = Arrays.stream(spread).map(s -> s / 2).toArray();

    Calibration right =
        tally(BLOCKS_OF_10, new WithSpread(map, spread), raster(1, SIDE, truth))
            .assess()
            .calibration()
            .orElseThrow();
    Calibration wrong =
        tally(BLOCKS_OF_10, new WithSpread(map, half), raster(1, SIDE, truth))
            .assess()
            .calibration()
            .orElseThrow();

    assertThat(right.ratio()).isCloseTo(1, within(0.03));
    assertThat(right.withinOne()).isCloseTo(0.683, within(0.02));
    assertThat(right.withinTwo()).isCloseTo(0.954, within(0.01));
    assertThat(right.bins()).hasSize(2);
    for (Calibration.Bin bin : right.bins()) {
      assertThat(bin.rmse()).isCloseTo(bin.spread(), within(0.05 * bin.spread()));
    }
    assertThat(wrong.ratio()).isCloseTo(2, within(0.06));
  }

  @Test
  void ofAFinerTruthTheHighestCountsAndAFinerMapIsAveraged() throws Exception {
    double[] fine = new double[40 * 40];
    Arrays.setAll(fine, i -> i % 2 == 0 ? 8 : 2);
    double[] same = new double[20 * 20];
    Arrays.fill(same, 5);

    HeightScores ofFineTruth =
        tally(BLOCKS_OF_10, raster(1, 20, same), raster(0.5, 40, fine)).assess().scores();
    HeightScores ofFineMap =
        tally(BLOCKS_OF_10, raster(0.5, 40, fine), raster(1, 20, same)).assess().scores();

    assertThat(ofFineTruth.bias()).isEqualTo(-3);
    assertThat(ofFineMap.mae()).isZero();
  }

  @Test
  void protocolsChooseTheirCells() throws Exception {
    double[] truth = new double[110 * 110];
    Arrays.setAll(truth, i -> i % 110 < 3 || i / 110 < 3 ? 90 : i % 50);
    double[] map = truth.clone();
    map[5 * 110 + 5] = -4;
    truth[6 * 110 + 6] = 60;
    map[6 * 110 + 6] = 60;

    HeightAssessment tolan =
        tally(HeightProtocol.TOLAN, raster(0.6, 110, map), raster(0.6, 110, truth)).assess();
    double[] plants = new double[truth.length];
    Arrays.fill(plants, 1);
    HeightAssessment openCanopy =
        new HeightEvaluation(HeightProtocol.OPEN_CANOPY)
            .tally(
                ComparedHeights.of(
                    raster(1.5, 110, map),
                    raster(1.5, 110, truth),
                    Optional.of(raster(1.5, 110, plants)),
                    HeightProtocol.OPEN_CANOPY,
                    Optional.empty()))
            .assess();

    assertThat(tolan.scores().cells()).isEqualTo(107 * 107);
    assertThat(tolan.scores().blocks()).isEqualTo(4);
    // Below 0 a prediction counts as 0.
    assertThat(tolan.scores().mae() * 107 * 107).isCloseTo(truth[5 * 110 + 5], within(1e-6));
    assertThat(openCanopy.scores().cells())
        .isEqualTo(Arrays.stream(truth).filter(h -> h < 60).count());
  }

  @Test
  void aProtocolSaysWhatItNeedsAndWhatOfItWasChanged() {
    assertThatThrownBy(
            () -> tally(HeightProtocol.OPEN_CANOPY, raster(1, 1, 1.0), raster(1, 1, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--mask");
    assertThat(HeightProtocol.TOLAN.withBlocks(new Length(5)).name())
        .isEqualTo("tolan with blocks of 5.0 m");
  }

  @Test
  void onlyWholeBlocksCountAsBlocks() throws Exception {
    double[] truth = new double[29 * 29];
    Arrays.setAll(truth, i -> i % 13);

    HeightScores scores =
        tally(BLOCKS_OF_10, raster(1, 29, truth), raster(1, 29, truth)).assess().scores();

    assertThat(scores.cells()).isEqualTo(29 * 29);
    assertThat(scores.blocks()).isEqualTo(4);
  }

  @Test
  void onlyGroundOfTheMaskCounts() throws Exception {
    double[] truth = truth(3);
    double[] mask = new double[SIDE * SIDE];
    Arrays.setAll(mask, i -> i % SIDE < 20 ? 1 : i % SIDE < 40 ? 0 : Double.NaN);
    HeightProtocol protocol = BLOCKS_OF_10;
    ComparedHeights compared =
        ComparedHeights.of(
            raster(1, SIDE, mapped(truth, 4, 1)),
            raster(1, SIDE, truth),
            Optional.of(raster(1, SIDE, mask)),
            protocol,
            Optional.empty());

    long known = 0;
    for (int i = 0; i < truth.length; i++) {
      known += i % SIDE < 20 && !Double.isNaN(truth[i]) ? 1 : 0;
    }
    assertThat(new HeightEvaluation(protocol).tally(compared).count()).isEqualTo(known);
  }

  /** A map of a metre with its spread. */
  private record WithSpread(double[] heights, double[] spreads) implements RasterSource {
    @Override
    public RasterInfo info() {
      try {
        return new RasterInfo(
            "map",
            "memory",
            "memory",
            SIDE,
            SIDE,
            SampleType.FLOAT64,
            List.of(band("height"), band("spread")),
            Optional.of(place(1)),
            "",
            Optional.empty(),
            Map.of());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static BandInfo band(String name) {
      return new BandInfo(name, BandInfo.Role.UNDEFINED, OptionalDouble.empty(), 64, 1, 0);
    }

    @Override
    public PixelBlock read(Window window, int... bands) {
      PixelBlock block = PixelBlock.zeros(window, bands.length);
      for (int b = 0; b < bands.length; b++) {
        for (int i = 0; i < window.size(); i++) {
          int row = window.row() + i / window.width();
          int at = row * SIDE + window.column() + i % window.width();
          block.samples()[b * window.size() + i] = (bands[b] == 0 ? heights : spreads)[at];
        }
      }
      return block;
    }

    @Override
    public void close() {}
  }
}
