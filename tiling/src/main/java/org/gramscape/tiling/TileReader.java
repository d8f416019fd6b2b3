package org.gramscape.tiling;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * Reads a scene's tiles as a model wants them: scaled, normalised by declared statistics, at the
 * model's ground sample distance.
 *
 * <p>A pixel is valid when at least one of the bands is valid there and none of them is NaN or
 * infinite. Samples that are not valid become 0, which is the mean of what the model was trained
 * on. What a tile has beyond a small scene's edge mirrors the scene. Used by one thread at a time,
 * like its source.
 */
public final class TileReader {
  private final RasterSource source;
  private final TilePlan plan;
  private final int[] bands;
  private final SampleNormaliser normaliser;
  private final Resampling toModel;

  /**
   * @param bands the bands to read, from 0, in the model's order
   * @throws IllegalArgumentException if the plan is of another size than the raster, or there are
   *     not as many bands as the model's statistics have
   */
  public TileReader(
      RasterSource source,
      TilePlan plan,
      int[] bands,
      SampleScaling scaling,
      Normalisation normalisation) {
    RasterInfo info = source.info();
    TileGrid grid = plan.grid();
    if (info.width() != grid.width() || info.height() != grid.height()) {
      throw new IllegalArgumentException(
          "a grid over %d x %d px does not fit %s of %d x %d px"
              .formatted(grid.width(), grid.height(), info.name(), info.width(), info.height()));
    }
    if (bands.length != normalisation.bands()) {
      throw new IllegalArgumentException(
          bands.length + " bands, but statistics of " + normalisation.bands());
    }
    this.source = source;
    this.plan = plan;
    this.bands = bands.clone();
    this.normaliser = new SampleNormaliser(info.sampleType(), this.bands, scaling, normalisation);
    this.toModel =
        Resampling.between(
            grid.across().tile(), grid.down().tile(), plan.tileWidth(), plan.tileHeight());
  }

  public TilePlan plan() {
    return plan;
  }

  /**
   * Tile {@code index} of the plan's grid, or nothing if no pixel of it is valid.
   *
   * @throws IOException if the scene cannot be read there
   */
  public Optional<SceneTile> read(int index) throws IOException {
    return tile(index, stored(index));
  }

  /** The first half of {@link #read}, which one thread does at a time. */
  PixelBlock stored(int index) throws IOException {
    return source.read(plan.grid().covered(index), bands);
  }

  /** The second half of {@link #read}, which several threads may do at once. */
  Optional<SceneTile> tile(int index, PixelBlock block) {
    boolean[] valid = validPixels(block);
    if (!any(valid)) {
      return Optional.empty();
    }
    float[] samples = normalised(block, valid);
    boolean[] windowValid = valid;
    Window window = plan.grid().window(index);
    Window covered = block.window();
    if (!window.equals(covered)) {
      int[] places = places(window, covered);
      samples = spread(samples, covered.size(), places);
      windowValid = spread(valid, places);
    }
    Tile tile =
        new Tile(
            index,
            window,
            bands.length,
            plan.tileWidth(),
            plan.tileHeight(),
            toModel.apply(samples, bands.length, windowValid),
            toModel.apply(windowValid));
    return Optional.of(new SceneTile(tile, valid));
  }

  /** What to throw when every tile was nothing. */
  public InvalidRasterException noValidPixel() {
    return new InvalidRasterException(
        source.info().name()
            + " has no valid pixel: every one is nodata or masked; see gramscape doctor");
  }

  private boolean[] validPixels(PixelBlock block) {
    boolean[] valid = new boolean[block.window().size()];
    for (int band = 0; band < bands.length; band++) {
      int start = band * valid.length;
      for (int i = 0; i < valid.length; i++) {
        valid[i] |= block.valid()[start + i];
      }
    }
    if (source.info().sampleType().isFloat()) {
      for (int i = 0; i < block.samples().length; i++) {
        valid[i % valid.length] &= Double.isFinite(block.samples()[i]);
      }
    }
    return valid;
  }

  private static boolean any(boolean[] valid) {
    for (boolean one : valid) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /** {@code [bands, height, width]} of the block, 0 where invalid. */
  private float[] normalised(PixelBlock block, boolean[] valid) {
    float[] samples = new float[block.samples().length];
    for (int band = 0; band < bands.length; band++) {
      normaliser.apply(band, block.samples(), block.valid(), valid, band * valid.length, samples);
    }
    return samples;
  }

  /** For each pixel of the window its place in the covered part. */
  private static int[] places(Window window, Window covered) {
    int[] places = new int[window.size()];
    for (int row = 0; row < window.height(); row++) {
      int from = mirrored(row, covered.height()) * covered.width();
      for (int column = 0; column < window.width(); column++) {
        places[row * window.width() + column] = from + mirrored(column, covered.width());
      }
    }
    return places;
  }

  private static float[] spread(float[] samples, int plane, int[] places) {
    int planes = samples.length / plane;
    float[] spread = new float[Math.multiplyExact(planes, places.length)];
    for (int i = 0; i < spread.length; i++) {
      spread[i] = samples[i / places.length * plane + places[i % places.length]];
    }
    return spread;
  }

  private static boolean[] spread(boolean[] valid, int[] places) {
    boolean[] spread = new boolean[places.length];
    for (int i = 0; i < spread.length; i++) {
      spread[i] = valid[places[i]];
    }
    return spread;
  }

  /** Back and forth between 0 and {@code length - 1}, the end pixels not repeated. */
  static int mirrored(int i, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int phase = i % period;
    return phase < length ? phase : period - phase;
  }
}
