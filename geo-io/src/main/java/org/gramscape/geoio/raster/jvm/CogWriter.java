package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.SampleType;

/**
 * Writes a tiled GeoTIFF in the layout of a Cloud Optimized GeoTIFF (OGC 21-026): all directories
 * first, full resolution before overviews, then the tiles, smallest overview first.
 *
 * <p>What it guarantees:
 *
 * <ul>
 *   <li>The file appears whole, or not at all; temporary files lie beside it and go on close.
 *   <li>Memory is one row of tiles a level, about twice that of full resolution, and a few tiles
 *       that are being encoded.
 *   <li>The same pixels and spec give the same bytes, whatever the number of cores.
 *   <li>Overviews halve until the whole raster fits into one tile and 512 pixels; each pixel comes
 *       from the valid ones among the four of the level above it.
 * </ul>
 */
public final class CogWriter implements RasterSink {
  private static final int DEFAULT_SIDE = 512;
  private static final int MAX_TILE_BYTES = 16 << 20;
  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  private final Path output;
  private final boolean overwrite;
  private final RasterSpec spec;
  private final OptionalDouble nodata;
  private final double[] values;
  private final SampleBuffer rowBuffer;
  private final TileEncoders encoders;
  private final CogLayout layout;

  /** Full resolution first. */
  private final List<PyramidLevel> levels = new ArrayList<>();

  private CogWriter(Path output, RasterSpec spec, boolean overwrite) throws IOException {
    this.output = output;
    this.overwrite = overwrite;
    this.spec = spec;
    CreationOptions options = CreationOptions.parse(spec.creationOptions());
    SampleType type = spec.sampleType();
    int bands = spec.bands().size();
    int side = options.blockSize() > 0 ? options.blockSize() : side(spec);
    this.nodata = stored(spec.nodata(), type);
    this.values = new double[spec.width()];
    this.rowBuffer =
        new SampleBuffer(type, new byte[Math.multiplyExact(spec.width(), bands * type.bytes())]);
    this.encoders = new TileEncoders(THREADS, () -> new TileEncoder(type, bands, side, options));
    checkColors(spec);
    boolean overviews = options.overviews() && spec.overviews() != Overviews.NONE;
    this.layout =
        new CogLayout(spec, options, side, TileEncoder.predictorCode(type, options), nodata);
    try {
      addLevels(
          spec.width(),
          spec.height(),
          side,
          overviews,
          new RowHalver(type, bands, spec.overviews(), nodata));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** See {@link org.gramscape.geoio.raster.Rasters#create}. */
  public static CogWriter create(Path output, RasterSpec spec, boolean overwrite)
      throws IOException {
    PendingFile.requireFree(output, overwrite);
    return new CogWriter(output, spec, overwrite);
  }

  private static void checkColors(RasterSpec spec) {
    if (spec.colors().isEmpty()) {
      return;
    }
    if (spec.sampleType() != SampleType.UINT8 || spec.bands().size() != 1) {
      throw new IllegalArgumentException("a colour table needs a raster of one 8-bit band");
    }
    var colors = spec.colors().get().colors();
    if (!colors.isEmpty() && (colors.firstKey() < 0 || colors.lastKey() > 255)) {
      throw new IllegalArgumentException("a colour table's values lie within 0 to 255");
    }
  }

  /** Adds a level after all smaller ones have been made, since each hands its rows down. */
  private PyramidLevel addLevels(
      int width, int height, int side, boolean overviews, RowHalver halver) throws IOException {
    int smallestSide = Math.min(side, DEFAULT_SIDE);
    boolean smallest = !overviews || (width <= smallestSide && height <= smallestSide);
    PyramidLevel smaller =
        smallest ? null : addLevels((width + 1) / 2, (height + 1) / 2, side, true, halver);
    PyramidLevel level =
        new PyramidLevel(
            width,
            height,
            side,
            spec.bands().size() * spec.sampleType().bytes(),
            encoders,
            halver,
            smaller,
            PendingFile.beside(output, overwrite));
    levels.add(0, level);
    return level;
  }

  /** The largest tile, up to 512, that keeps tiles and rows of tiles manageable. */
  private static int side(RasterSpec spec) {
    long pixelBytes = (long) spec.bands().size() * spec.sampleType().bytes();
    int side = DEFAULT_SIDE;
    while (side > 16
        && (side * side * pixelBytes > MAX_TILE_BYTES
            || side * pixelBytes * spec.width() > Integer.MAX_VALUE)) {
      side /= 2;
    }
    return side;
  }

  /** The nodata value as samples of this type hold it. */
  private static OptionalDouble stored(OptionalDouble nodata, SampleType type) {
    if (nodata.isEmpty()) {
      return nodata;
    }
    double value = nodata.getAsDouble();
    double stored = type.stored(value);
    if (!type.isFloat() && stored != value) {
      throw new IllegalArgumentException("nodata " + value + " does not fit into " + type);
    }
    return OptionalDouble.of(stored);
  }

  @Override
  public void write(PixelBlock rows) throws IOException {
    var window = rows.window();
    int next = levels.get(0).rowsTaken();
    if (window.column() != 0
        || window.width() != spec.width()
        || window.row() != next
        || window.endRow() > spec.height()
        || rows.bands() != spec.bands().size()) {
      throw new IllegalArgumentException(
          "expected "
              + spec.bands().size()
              + " bands of full rows from row "
              + next
              + ", got "
              + rows.bands()
              + " of "
              + window);
    }
    for (int row = 0; row < window.height(); row++) {
      for (int band = 0; band < rows.bands(); band++) {
        int from = rows.index(band, row, 0);
        System.arraycopy(rows.samples(), from, values, 0, values.length);
        if (nodata.isPresent()) {
          for (int column = 0; column < values.length; column++) {
            values[column] = rows.valid()[from + column] ? values[column] : nodata.getAsDouble();
          }
        }
        rowBuffer.put(band, rows.bands(), values, values.length);
      }
      levels.get(0).add(rowBuffer.array());
    }
  }

  @Override
  public void commit() throws IOException {
    if (!levels.get(0).isComplete()) {
      throw new IllegalStateException(
          "only " + levels.get(0).rowsTaken() + " of " + spec.height() + " rows were written");
    }
    encoders.finish();
    try (PendingFile whole = PendingFile.beside(output, overwrite)) {
      try (FileChannel file =
          FileChannel.open(whole.path(), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer header = ByteBuffer.wrap(layout.header(levels));
        while (header.hasRemaining()) {
          file.write(header);
        }
        for (int i = levels.size() - 1; i >= 0; i--) {
          levels.get(i).copyTo(file);
        }
      }
      whole.commit();
    }
    // What GDAL left beside an earlier file of this name speaks of that file.
    for (String suffix : List.of(".aux.xml", ".ovr", ".msk")) {
      Files.deleteIfExists(output.resolveSibling(output.getFileName() + suffix));
    }
  }

  @Override
  public void close() throws IOException {
    encoders.close();
    IOException failure = null;
    for (PyramidLevel level : levels) {
      try {
        level.close();
      } catch (IOException e) {
        failure = e; // the others have files, too
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
