package org.gramscape.training.dense;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.SampleScaling;
import org.gramscape.tiling.SceneView;

/**
 * An image and what is true of it in memory, at one ground sample distance.
 *
 * @param name of the image
 * @param image samples in [0, 1] {@code [bands, height, width]}; where there are none, the mean of
 *     the model's training images
 * @param truth a number a pixel {@code [height, width]}, NaN where not known
 */
public record Ground(String name, Image image, float[] truth) {
  private static final long MOST_PIXELS = 100_000_000;

  /** Reads what is true of an image. */
  @FunctionalInterface
  public interface Truth {

    /**
     * In pixels of another size that cover the image's ground.
     *
     * @return a number a pixel {@code [height, width]}, NaN where not known; one at least is
     * @throws org.gramscape.geoio.UnusableInputException if nothing is known, or can't be used
     */
    float[] on(RasterSource image, int width, int height) throws IOException;
  }

  /**
   * Reads an image and its truth.
   *
   * @param metres a pixel
   * @throws org.gramscape.geoio.UnusableInputException if it can't be learnt from
   */
  public static Ground read(
      String file, Truth truth, SceneView view, ImageNormalisation normalisation, double metres)
      throws IOException {
    try (RasterSource image = view.open(file)) {
      RasterInfo info = image.info();
      if ((long) info.width() * info.height() > MOST_PIXELS) {
        throw new InvalidRasterException(
            "%s has %d x %d pixels, and images are learnt from in memory; cut it into parts of 10,000 pixels a side or less, for example with gdal_retile.py"
                .formatted(info.name(), info.width(), info.height()));
      }
      double own = info.groundSampleDistance().metres();
      int width = (int) Math.max(1, Math.rint(info.width() * own / metres));
      int height = (int) Math.max(1, Math.rint(info.height() * own / metres));
      Resampling to = Resampling.between(info.width(), info.height(), width, height);
      return new Ground(
          info.name(),
          new Image(
              samples(image, view, normalisation, to), normalisation.mean().length, height, width),
          truth.on(image, width, height));
    }
  }

  private static float[] samples(
      RasterSource image, SceneView view, ImageNormalisation normalisation, Resampling to)
      throws IOException {
    float[] mean = normalisation.mean();
    int[] bands = view.bands(image.info(), mean.length);
    SampleScaling scaling = view.scaling().of(image, bands);
    PixelBlock block = image.read(image.info().window(), bands);
    int pixels = block.window().size();
    boolean[] valid = new boolean[pixels];
    Arrays.fill(valid, true);
    for (int i = 0; i < block.valid().length; i++) {
      valid[i % pixels] &= block.valid()[i] && Double.isFinite(block.samples()[i]);
    }
    float[] samples = new float[block.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = valid[i % pixels] ? scaling.scale(bands[i / pixels], block.samples()[i]) : 0;
    }
    float[] resampled = to.apply(samples, bands.length, valid);
    boolean[] there = to.apply(valid);
    for (int i = 0; i < resampled.length; i++) {
      if (!there[i % there.length]) {
        resampled[i] = mean[i / there.length];
      }
    }
    return resampled;
  }

  /** Of the image as it is seen, in hexadecimal. */
  String sha256OfImage() {
    return sha256(width(), image.values());
  }

  /** Of what is true, in hexadecimal. */
  String sha256OfTruth() {
    return sha256(width(), truth);
  }

  private static String sha256(int width, float[] values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer row = ByteBuffer.allocate(width * Float.BYTES);
      for (int first = 0; first < values.length; first += width) {
        row.asFloatBuffer().put(values, first, width);
        digest.update(row.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  int width() {
    return image.width();
  }

  int height() {
    return image.height();
  }

  /** A square part of a ground, which may go beyond its edges. */
  record Square(int column, int row, int side) {
    int size() {
      return side * side;
    }
  }

  /**
   * A square of the image, which mirrors it beyond its edges.
   *
   * @return samples {@code [bands, side, side]}
   */
  float[] samples(Square square) {
    float[] samples = new float[image.bands() * square.size()];
    for (int i = 0; i < samples.length; i++) {
      int row = mirrored(square.row() + i % square.size() / square.side(), height());
      int column = mirrored(square.column() + i % square.side(), width());
      samples[i] = image.values()[(i / square.size() * height() + row) * width() + column];
    }
    return samples;
  }

  private static int mirrored(int i, int length) {
    if (length == 1) {
      return 0;
    }
    int phase = Math.floorMod(i, 2 * (length - 1));
    return phase < length ? phase : 2 * (length - 1) - phase;
  }
}
