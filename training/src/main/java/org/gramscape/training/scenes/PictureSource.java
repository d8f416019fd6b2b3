package org.gramscape.training.scenes;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/**
 * A PNG or JPEG file, which training needs no place of: read by the Java runtime, the same on every
 * machine. Palettes are read as the colours that they mean.
 */
final class PictureSource implements RasterSource {
  private final ImageInputStream stream;
  private final ImageReader reader;
  private final RasterInfo info;

  private PictureSource(ImageInputStream stream, ImageReader reader, RasterInfo info) {
    this.stream = stream;
    this.reader = reader;
    this.info = info;
  }

  /** Whether a file's name is that of a picture. */
  static boolean isPicture(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)");
  }

  /**
   * Opens a picture.
   *
   * @throws InvalidRasterException if it is none
   */
  static PictureSource open(String name) throws IOException {
    ImageInputStream stream = ImageIO.createImageInputStream(new File(name));
    try {
      Iterator<ImageReader> readers =
          stream == null ? List.<ImageReader>of().iterator() : ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new InvalidRasterException(name + " is no PNG or JPEG file, as its name says");
      }
      ImageReader reader = readers.next();
      reader.setInput(stream, false, true);
      return new PictureSource(stream, reader, info(name, reader));
    } catch (IOException | RuntimeException e) {
      if (stream != null) {
        stream.close();
      }
      throw damaged(name, e);
    }
  }

  private static RasterInfo info(String name, ImageReader reader) throws IOException {
    ColorModel colours = reader.getImageTypes(0).next().getColorModel();
    int bits = colours.getComponentSize(0);
    List<BandInfo> bands = new ArrayList<>();
    for (int band = 0; band < colours.getNumComponents(); band++) {
      BandInfo.Role role = BandInfo.Role.UNDEFINED;
      if (colours.hasAlpha() && band == colours.getNumComponents() - 1) {
        role = BandInfo.Role.ALPHA;
      }
      bands.add(new BandInfo("", role, OptionalDouble.empty(), bits, 1, 0));
    }
    return new RasterInfo(
        name,
        "JVM",
        reader.getFormatName(),
        reader.getWidth(0),
        reader.getHeight(0),
        bits > Byte.SIZE ? SampleType.UINT16 : SampleType.UINT8,
        bands,
        Optional.empty(),
        "a picture has no place",
        Optional.empty(),
        Map.of());
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    ImageReadParam part = reader.getDefaultReadParam();
    part.setSourceRegion(
        new Rectangle(window.column(), window.row(), window.width(), window.height()));
    BufferedImage image;
    try {
      image = reader.read(0, part);
    } catch (IOException | RuntimeException e) {
      throw damaged(info.name(), e);
    }
    Raster raster = image.getRaster();
    ColorModel colours = image.getColorModel();
    PixelBlock block = PixelBlock.zeros(window, bands.length);
    int alpha = colours.hasAlpha() ? colours.getNumComponents() - 1 : -1;
    int[] pixel = new int[colours.getNumComponents()];
    Object element = null;
    for (int i = 0; i < window.size(); i++) {
      element = raster.getDataElements(i % window.width(), i / window.width(), element);
      colours.getComponents(element, pixel, 0);
      for (int band = 0; band < bands.length; band++) {
        int at = band * window.size() + i;
        block.samples()[at] = pixel[bands[band]];
        block.valid()[at] = alpha < 0 || bands[band] == alpha || pixel[alpha] != 0;
      }
    }
    return block;
  }

  private static InvalidRasterException damaged(String name, Exception e) {
    return e instanceof InvalidRasterException known
        ? known
        : new InvalidRasterException(name + " is damaged: " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    stream.close();
  }
}
