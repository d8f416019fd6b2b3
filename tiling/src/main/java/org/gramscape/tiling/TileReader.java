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
  private final SampleScaling scaling;
  private final Normalisation normalisation;
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
    this.scaling = scaling;
    this.normalisation = normalisation;
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
    Window covered = plan.grid().covered(index);
    PixelBlock block = source.read(covered, bands);
    boolean[] valid = new boolean[covered.size()];
    if (!findValid(block, valid)) {
      return Optional.empty();
    }
    Window window = plan.grid().window(index);
    int[] place = places(window, covered);
    boolean[] windowValid = new boolean[place.length];
    for (int i = 0; i < place.length; i++) {
      windowValid[i] = valid[place[i]];
    }
    float[] samples = normalised(block, windowValid, place);
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

  /** Marks the valid pixels; false if there is none. */
  private boolean findValid(PixelBlock block, boolean[] valid) {
    boolean any = false;
    for (int pixel = 0; pixel < valid.length; pixel++) {
      boolean seen = false;
      boolean finite = true;
      for (int band = 0; band < bands.length; band++) {
        int i = band * valid.length + pixel;
        seen |= block.valid()[i];
        finite &= Double.isFinite(block.samples()[i]);
      }
      valid[pixel] = seen && finite;
      any |= valid[pixel];
    }
    return any;
  }

  /** {@code [bands, height, width]} of the whole window, 0 where invalid. */
  private float[] normalised(PixelBlock block, boolean[] windowValid, int[] place) {
    int blockSize = block.window().size();
    float[] samples = new float[Math.multiplyExact(bands.length, place.length)];
    for (int band = 0; band < bands.length; band++) {
      float mean = normalisation.mean()[band];
      float deviation = normalisation.standardDeviation()[band];
      for (int i = 0; i < place.length; i++) {
        int from = band * blockSize + place[i];
        if (windowValid[i] && block.valid()[from]) {
          float scaled = scaling.scale(bands[band], block.samples()[from]);
          samples[band * place.length + i] = (scaled - mean) / deviation;
        }
      }
    }
    return samples;
  }

  /** For each pixel of the window its place in the covered part. */
  private static int[] places(Window window, Window covered) {
    int[] place = new int[window.size()];
    for (int row = 0; row < window.height(); row++) {
      int from = mirrored(row, covered.height()) * covered.width();
      for (int column = 0; column < window.width(); column++) {
        place[row * window.width() + column] = from + mirrored(column, covered.width());
      }
    }
    return place;
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
