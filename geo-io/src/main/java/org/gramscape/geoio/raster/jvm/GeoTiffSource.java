package org.gramscape.geoio.raster.jvm;

import it.geosolutions.imageio.plugins.tiff.TIFFImageReadParam;
import it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReader;
import it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReaderSpi;
import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/** A GeoTIFF or COG read with GeoTools, after its structure has been checked. */
public final class GeoTiffSource implements RasterSource {
  private final Path file;
  private final RasterInfo info;
  private final int maskDirectory;
  private final ImageInputStream stream;
  private final TIFFImageReader reader;

  private GeoTiffSource(Path file, RasterInfo info, int maskDirectory) throws IOException {
    this.file = file;
    this.info = info;
    this.maskDirectory = maskDirectory;
    this.stream = new FileImageInputStream(file.toFile());
    this.reader = new TIFFImageReader(new TIFFImageReaderSpi());
    reader.setInput(stream, false, true);
  }

  /** See {@link org.gramscape.geoio.raster.Rasters#open}. */
  public static GeoTiffSource open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file + ": there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidRasterException(file + " is not a file");
    }
    List<TiffTags> directories = TiffTags.read(file);
    TiffImage image = TiffImage.check(file.toString(), directories.get(0), Files.size(file));
    RasterInfo info = TiffInfo.read(file, directories.get(0), image);
    return new GeoTiffSource(file, info, -1);
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    if (window.endColumn() > info.width() || window.endRow() > info.height()) {
      throw new IllegalArgumentException(
          window + " lies outside " + info.width() + " x " + info.height() + " pixels");
    }
    for (int band : bands) {
      if (band < 0 || band >= info.bands().size()) {
        throw new IllegalArgumentException("band " + band + " of " + info.bands().size());
      }
    }
    Raster pixels = pixels(0, window);
    PixelBlock block = PixelBlock.zeros(window, bands.length);
    for (int i = 0; i < bands.length; i++) {
      copy(pixels, bands[i], block, i);
    }
    applyAlpha(pixels, block, bands);
    return block;
  }

  private Raster pixels(int directory, Window window) throws IOException {
    ImageReadParam param = new TIFFImageReadParam();
    param.setSourceRegion(
        new Rectangle(window.column(), window.row(), window.width(), window.height()));
    try {
      Raster pixels = reader.read(directory, param).getRaster();
      if (pixels.getWidth() != window.width() || pixels.getHeight() != window.height()) {
        throw new InvalidRasterException(file + " is damaged at " + window);
      }
      return pixels;
    } catch (InvalidRasterException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidRasterException(
          file + " cannot be decoded at " + window + ": " + e.getMessage(), e);
    }
  }

  private void copy(Raster pixels, int band, PixelBlock block, int target) {
    double nodata = info.bands().get(band).nodata().orElse(Double.NaN);
    Window window = block.window();
    double[] samples = block.samples();
    for (int row = 0; row < window.height(); row++) {
      int start = block.index(target, row, 0);
      for (int column = 0; column < window.width(); column++) {
        double value = sample(pixels, column, row, band);
        samples[start + column] = value;
        block.valid()[start + column] = !Double.isNaN(value) && value != nodata;
      }
    }
  }

  private double sample(Raster pixels, int column, int row, int band) {
    return switch (info.sampleType()) {
      case UINT8, UINT16, INT16, INT32 -> pixels.getSample(column, row, band);
      case INT8 -> (byte) pixels.getSample(column, row, band);
      case UINT32 -> pixels.getSample(column, row, band) & 0xffffffffL;
      case FLOAT32 -> pixels.getSampleFloat(column, row, band);
      case FLOAT64 -> pixels.getSampleDouble(column, row, band);
    };
  }

  /** Where a pixel is fully transparent, its other samples mean nothing. */
  private void applyAlpha(Raster pixels, PixelBlock block, int[] bands) {
    for (int alpha = 0; alpha < info.bands().size(); alpha++) {
      if (info.bands().get(alpha).role() != BandInfo.Role.ALPHA) {
        continue;
      }
      Window window = block.window();
      for (int row = 0; row < window.height(); row++) {
        for (int column = 0; column < window.width(); column++) {
          if (sample(pixels, column, row, alpha) != 0) {
            continue;
          }
          for (int i = 0; i < bands.length; i++) {
            if (bands[i] != alpha) {
              block.valid()[block.index(i, row, column)] = false;
            }
          }
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    stream.close();
  }
}
