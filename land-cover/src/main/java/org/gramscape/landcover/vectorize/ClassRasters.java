package org.gramscape.landcover.vectorize;

import java.util.Optional;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;

/**
 * A class raster and what is known of its pixels, all of one grid; they stay the caller's.
 *
 * @param classes whole numbers in the first band, invalid where there is no class
 * @param confidence how sure each pixel's class is, in the first band
 * @param heights metres above ground, in the first band
 * @param probabilities how probable each class is in each pixel: a band a class, in the order of
 *     the legend
 */
public record ClassRasters(
    RasterSource classes,
    Optional<RasterSource> confidence,
    Optional<RasterSource> heights,
    Optional<RasterSource> probabilities) {

  /** Nothing but classes. */
  public static ClassRasters of(RasterSource classes) {
    return new ClassRasters(classes, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The same with confidence.
   *
   * @throws InvalidRasterException if it is not of the classes' grid
   */
  public ClassRasters withConfidence(RasterSource other) throws InvalidRasterException {
    requireSameGrid(other.info());
    return new ClassRasters(classes, Optional.of(other), heights, probabilities);
  }

  /**
   * The same with heights.
   *
   * @throws InvalidRasterException if they are not of the classes' grid
   */
  public ClassRasters withHeights(RasterSource other) throws InvalidRasterException {
    requireSameGrid(other.info());
    return new ClassRasters(classes, confidence, Optional.of(other), probabilities);
  }

  /**
   * The same with probabilities.
   *
   * @throws InvalidRasterException if they are not of the classes' grid
   */
  public ClassRasters withProbabilities(RasterSource other) throws InvalidRasterException {
    requireSameGrid(other.info());
    return new ClassRasters(classes, confidence, heights, Optional.of(other));
  }

  /**
   * Makes sure that a raster may hold classes: a scene is none, though its first band may be full
   * of whole numbers.
   *
   * @throws InvalidRasterException if there are several bands; the message says how to take one out
   */
  public static void requireOneBand(RasterInfo info) throws InvalidRasterException {
    long bands = info.bands().stream().filter(band -> band.role() != BandInfo.Role.ALPHA).count();
    if (bands > 1) {
      throw new InvalidRasterException(
          "%s has %d bands, but a class raster has one; take it out with gdal_translate -b 1 %s classes.tif"
              .formatted(info.name(), bands, info.name()));
    }
  }

  /**
   * The class that a valid sample stands for.
   *
   * @throws InvalidRasterException if it is not a whole number
   */
  public static int classOf(double sample, RasterInfo info) throws InvalidRasterException {
    int whole = (int) sample;
    if (sample != whole || whole == Integer.MIN_VALUE) {
      throw new InvalidRasterException(
          "%s: band 1 holds %s, but classes are whole numbers; give a raster of classes, or make one with gdal_calc.py --type Byte"
              .formatted(info.name(), sample));
    }
    return whole;
  }

  private void requireSameGrid(RasterInfo other) throws InvalidRasterException {
    RasterInfo own = classes.info();
    if (own.width() != other.width()
        || own.height() != other.height()
        || !own.requireGeoreference().transform().equals(other.requireGeoreference().transform())) {
      throw new InvalidRasterException(
          "%s (%d x %d px) is not of the grid of %s (%d x %d px); move it away if it lies beside by chance, or make both anew"
              .formatted(
                  other.name(),
                  other.width(),
                  other.height(),
                  own.name(),
                  own.width(),
                  own.height()));
    }
  }
}
