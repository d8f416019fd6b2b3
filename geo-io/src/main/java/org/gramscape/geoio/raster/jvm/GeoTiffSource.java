package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.raster.jvm.decode.Plane;

/**
 * A GeoTIFF or COG read without native code, after its structure has been checked.
 *
 * <p>Samples are invalid by nodata, by a mask inside the file or beside it ({@code .msk}), or by
 * alpha bands.
 */
public final class GeoTiffSource implements RasterSource {
  private final RasterInfo info;
  private final Optional<GeoTransform> unnamedGrid;
  private final TiffFile file;
  private final TiffPixels pixels;
  private final Optional<TiffMask> mask;
  private final int[] alphaBands;

  private GeoTiffSource(
      RasterInfo info,
      Optional<GeoTransform> unnamedGrid,
      TiffFile file,
      TiffPixels pixels,
      Optional<TiffMask> mask) {
    this.info = info;
    this.unnamedGrid = unnamedGrid;
    this.file = file;
    this.pixels = pixels;
    this.mask = mask;
    this.alphaBands =
        IntStream.range(0, info.bands().size())
            .filter(band -> info.bands().get(band).role() == BandInfo.Role.ALPHA)
            .toArray();
  }

  /** See {@link org.gramscape.geoio.raster.Rasters#open}. */
  public static GeoTiffSource open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    }
    if (Files.isDirectory(path)) {
      throw new InvalidRasterException(path + " is a folder; a raster file is expected");
    }
    TiffFile file = TiffFile.open(path);
    try {
      TiffTags tags = file.directories().get(0);
      TiffImage image = TiffImage.read(file, tags);
      GeoTags.Found place = GeoTags.read(path, tags);
      return new GeoTiffSource(
          TiffInfo.read(path, tags, image, place),
          place.unnamed(),
          file,
          new TiffPixels(file, image),
          TiffMask.find(file, image.layout()));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public Optional<GeoTransform> unnamedGrid() {
    return unnamedGrid;
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    info.requireWithin(window, bands);
    PixelBlock block = PixelBlock.zeros(window, bands.length);
    for (int i = 0; i < bands.length; i++) {
      copy(block, i, bands[i]);
      if (info.bands().get(bands[i]).role() != BandInfo.Role.ALPHA) {
        for (int alpha : alphaBands) {
          switchOff(pixels, alpha, block, i);
        }
      }
      if (mask.isPresent()) {
        TiffMask its = mask.get();
        switchOff(its.pixels(), its.bandFor(bands[i]), block, i);
      }
    }
    return block;
  }

  private void copy(PixelBlock block, int target, int band) throws IOException {
    BandInfo its = info.bands().get(band);
    double nodata = its.nodata().orElse(Double.NaN);
    boolean someInvalid = its.nodata().isPresent() || info.sampleType().isFloat();
    double absent = its.nodata().orElse(0);
    double[] samples = block.samples();
    pixels.read(
        block.window(),
        band,
        (stored, from, stride, part) -> {
          for (int row = 0; row < part.height(); row++) {
            int at = index(block, target, part, row);
            if (stored == null) {
              Arrays.fill(samples, at, at + part.width(), absent);
            } else {
              stored.copy(from + row * stride, samples, at, part.width());
            }
            if (someInvalid) {
              markValid(samples, block.valid(), at, part.width(), nodata);
            }
          }
        });
  }

  private static void markValid(
      double[] samples, boolean[] valid, int at, int count, double nodata) {
    for (int i = at; i < at + count; i++) {
      valid[i] = !Double.isNaN(samples[i]) && samples[i] != nodata;
    }
  }

  /** Where a mask or alpha band is 0, the samples of another band mean nothing. */
  private static void switchOff(TiffPixels source, int maskBand, PixelBlock block, int target)
      throws IOException {
    source.read(
        block.window(),
        maskBand,
        (Plane mask, int from, int stride, Window part) -> {
          double[] row = new double[part.width()];
          for (int r = 0; r < part.height(); r++) {
            if (mask != null) {
              mask.copy(from + r * stride, row, 0, row.length);
            }
            int at = index(block, target, part, r);
            for (int column = 0; column < row.length; column++) {
              block.valid()[at + column] &= row[column] != 0;
            }
          }
        });
  }

  private static int index(PixelBlock block, int band, Window part, int row) {
    Window window = block.window();
    return block.index(band, part.row() - window.row() + row, part.column() - window.column());
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (mask.isPresent()) {
      mask.get().close();
    }
  }
}
