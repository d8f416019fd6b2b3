package org.gramscape.geoio.raster.jvm;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * A GeoTIFF or COG read with GeoTools, after its structure has been checked.
 *
 * <p>Samples are invalid by nodata, by a mask inside the file or beside it ({@code .msk}), or by
 * alpha bands.
 */
public final class GeoTiffSource implements RasterSource {
  private static final int REDUCED = 1;
  private static final int MASK = 4;

  private final RasterInfo info;
  private final TiffPixels pixels;
  private final Optional<TiffPixels> mask;
  private final int[] alphaBands;

  private GeoTiffSource(RasterInfo info, TiffPixels pixels, Optional<TiffPixels> mask) {
    this.info = info;
    this.pixels = pixels;
    this.mask = mask;
    this.alphaBands =
        IntStream.range(0, info.bands().size())
            .filter(band -> info.bands().get(band).role() == BandInfo.Role.ALPHA)
            .toArray();
  }

  /** See {@link org.gramscape.geoio.raster.Rasters#open}. */
  public static GeoTiffSource open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    List<TiffTags> directories = TiffTags.read(file);
    TiffImage image = TiffImage.check(file.toString(), directories.get(0), Files.size(file));
    RasterInfo info = TiffInfo.read(file, directories.get(0), image);
    TiffPixels pixels = new TiffPixels(file, 0, image);
    try {
      return new GeoTiffSource(info, pixels, openMask(file, directories, image));
    } catch (IOException | RuntimeException e) {
      pixels.close();
      throw e;
    }
  }

  private static Optional<TiffPixels> openMask(
      Path file, List<TiffTags> directories, TiffImage image) throws IOException {
    for (int i = 1; i < directories.size(); i++) {
      long kind = directories.get(i).number(TiffTag.NEW_SUBFILE_TYPE, 0);
      if ((kind & (MASK | REDUCED)) == MASK) {
        return Optional.of(openMask(file, i, directories.get(i), image));
      }
    }
    Path beside = file.resolveSibling(file.getFileName() + ".msk");
    return Files.exists(beside)
        ? Optional.of(openMask(beside, 0, TiffTags.read(beside).get(0), image))
        : Optional.empty();
  }

  private static TiffPixels openMask(Path file, int directory, TiffTags tags, TiffImage image)
      throws IOException {
    TiffImage mask = TiffImage.checkMask(file.toString(), tags, Files.size(file));
    if (mask.width() != image.width() || mask.height() != image.height()) {
      throw new InvalidRasterException(
          "%s: its mask has %d x %d pixels, the image %d x %d"
              .formatted(file, mask.width(), mask.height(), image.width(), image.height()));
    }
    return new TiffPixels(file, directory, mask);
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws InvalidRasterException {
    if (window.endColumn() > info.width() || window.endRow() > info.height()) {
      throw new IllegalArgumentException(
          window + " lies outside the raster of " + info.width() + " x " + info.height());
    }
    for (int band : bands) {
      if (band < 0 || band >= info.bands().size()) {
        throw new IllegalArgumentException(
            "there is no band " + band + "; the raster has " + info.bands().size());
      }
    }
    PixelBlock block = PixelBlock.zeros(window, bands.length);
    pixels.read(
        window,
        (decoded, part) -> {
          for (int i = 0; i < bands.length; i++) {
            copy(decoded, part, bands[i], block, i);
          }
          for (int alpha : alphaBands) {
            switchOff(pixels, decoded, alpha, part, block, bands);
          }
        });
    if (mask.isPresent()) {
      mask.get()
          .read(window, (decoded, part) -> switchOff(mask.get(), decoded, 0, part, block, bands));
    }
    return block;
  }

  private void copy(Raster decoded, Rectangle part, int band, PixelBlock block, int target) {
    double nodata = info.bands().get(band).nodata().orElse(Double.NaN);
    double absent = info.bands().get(band).nodata().orElse(0);
    for (int row = 0; row < part.height; row++) {
      int at = index(block, target, part, row);
      for (int column = 0; column < part.width; column++) {
        double value = decoded == null ? absent : pixels.sample(decoded, column, row, band);
        block.samples()[at + column] = value;
        block.valid()[at + column] = !Double.isNaN(value) && value != nodata;
      }
    }
  }

  /** Where a mask or alpha band is 0, the samples of the other bands mean nothing. */
  private void switchOff(
      TiffPixels source,
      Raster decoded,
      int maskBand,
      Rectangle part,
      PixelBlock block,
      int[] bands) {
    for (int row = 0; row < part.height; row++) {
      for (int column = 0; column < part.width; column++) {
        if (decoded != null && source.sample(decoded, column, row, maskBand) != 0) {
          continue;
        }
        for (int i = 0; i < bands.length; i++) {
          if (info.bands().get(bands[i]).role() != BandInfo.Role.ALPHA) {
            block.valid()[index(block, i, part, row) + column] = false;
          }
        }
      }
    }
  }

  private static int index(PixelBlock block, int band, Rectangle part, int row) {
    Window window = block.window();
    return block.index(band, part.y - window.row() + row, part.x - window.column());
  }

  @Override
  public void close() throws IOException {
    pixels.close();
    if (mask.isPresent()) {
      mask.get().close();
    }
  }
}
