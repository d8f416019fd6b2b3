package org.gramscape.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.BandScale;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.SampleType;

/**
 * How features are stored: one band a channel, one pixel a patch.
 *
 * <p>As float32 they are kept as they are, nodata NaN. As int8 each band has its own scale and
 * offset, which map -127 to 127 onto the band's range, nodata -128; a quarter of the size, with an
 * error of at most 1/508 of the range.
 */
public final class FeatureRaster {
  private static final int INT8_NODATA = -128;
  private static final int INT8_STEPS = 254;

  private FeatureRaster() {}

  /** The raster for features as they are. */
  static RasterSpec float32(DenseFeatures features, Map<String, String> creationOptions) {
    return spec(
        features, SampleType.FLOAT32, OptionalDouble.of(Double.NaN), creationOptions, List.of());
  }

  /** The raster for features whose ranges are known. */
  static RasterSpec int8(
      DenseFeatures features, Ranges ranges, Map<String, String> creationOptions) {
    return spec(
        features,
        SampleType.INT8,
        OptionalDouble.of(INT8_NODATA),
        creationOptions,
        ranges.scales());
  }

  private static RasterSpec spec(
      DenseFeatures features,
      SampleType type,
      OptionalDouble nodata,
      Map<String, String> creationOptions,
      List<BandScale> scales) {
    return new RasterSpec(
            features.width(),
            features.height(),
            type,
            IntStream.range(0, features.channels()).mapToObj(c -> "feature " + c).toList(),
            features.georeference(),
            nodata,
            Overviews.NONE,
            Optional.empty(),
            features.origin().tags(),
            creationOptions)
        .withScales(scales);
  }

  /** Least and greatest value of each channel; takes rows, then gives the scales. */
  public static final class Ranges {
    private final double[] least;
    private final double[] greatest;

    public Ranges(int channels) {
      least = new double[channels];
      greatest = new double[channels];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    }

    /** Widens the ranges by the valid samples of a block. */
    public void add(PixelBlock block) {
      int size = block.window().size();
      for (int i = 0; i < block.samples().length; i++) {
        if (block.valid()[i]) {
          int channel = i / size;
          least[channel] = Math.min(least[channel], block.samples()[i]);
          greatest[channel] = Math.max(greatest[channel], block.samples()[i]);
        }
      }
    }

    /** What the stored values of each channel stand for. */
    List<BandScale> scales() {
      List<BandScale> scales = new ArrayList<>();
      for (int c = 0; c < least.length; c++) {
        boolean known = least[c] <= greatest[c];
        double range = known ? greatest[c] - least[c] : 0;
        double middle = known ? (greatest[c] + least[c]) / 2 : 0;
        scales.add(new BandScale(range > 0 ? range / INT8_STEPS : 1, middle));
      }
      return scales;
    }

    /** The values that are stored for a block, in place. */
    public PixelBlock quantise(PixelBlock block) {
      List<BandScale> scales = scales();
      int size = block.window().size();
      for (int i = 0; i < block.samples().length; i++) {
        BandScale scale = scales.get(i / size);
        block.samples()[i] = Math.rint((block.samples()[i] - scale.offset()) / scale.scale());
      }
      return block;
    }
  }
}
