package org.gramscape.geoio.raster.gdal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gdal.gdal.Band;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.raster.jvm.TiffStructure;

/** A raster that GDAL reads. */
final class GdalRasterSource implements RasterSource {

  /** GDAL's names for the addresses that people know. */
  private static final Map<String, String> FILE_SYSTEMS =
      Map.of(
          "http://", "/vsicurl/http://",
          "https://", "/vsicurl/https://",
          "s3://", "/vsis3/",
          "gs://", "/vsigs/",
          "az://", "/vsiaz/");

  private final Dataset dataset;
  private final DatasetDescription description;
  private final RasterInfo info;
  private boolean closed;

  private GdalRasterSource(String name, Dataset dataset) throws InvalidRasterException {
    this.dataset = dataset;
    this.description = new DatasetDescription(name, dataset);
    this.info = description.info();
  }

  static GdalRasterSource open(String pathOrAddress) throws IOException {
    if (isFile(pathOrAddress)) {
      TiffStructure.check(Path.of(pathOrAddress));
    }
    GdalOpening opening =
        GdalOpening.of(
            gdalName(pathOrAddress),
            gdalconstConstants.OF_RASTER | gdalconstConstants.OF_VERBOSE_ERROR);
    Dataset dataset = opening.dataset();
    if (dataset == null) {
      throwCannotOpen(pathOrAddress, opening.said());
    }
    try {
      return new GdalRasterSource(pathOrAddress, dataset);
    } catch (InvalidRasterException | RuntimeException e) {
      dataset.delete();
      throw e;
    }
  }

  private static String gdalName(String pathOrAddress) {
    return FILE_SYSTEMS.entrySet().stream()
        .filter(system -> pathOrAddress.startsWith(system.getKey()))
        .findFirst()
        .map(system -> system.getValue() + pathOrAddress.substring(system.getKey().length()))
        .orElse(pathOrAddress);
  }

  private static void throwCannotOpen(String pathOrAddress, String said)
      throws InvalidRasterException, NoSuchFileException {
    if (isFile(pathOrAddress) && !Files.exists(Path.of(pathOrAddress))) {
      throw new NoSuchFileException(pathOrAddress, null, "there is no such file");
    }
    throw new InvalidRasterException(
        pathOrAddress
            + ": GDAL cannot read it as a raster ("
            + said
            + "); see what it is with gdalinfo, or export it again as GeoTIFF");
  }

  /** Whether it is the plain name of a file and not an address or a text that GDAL understands. */
  private static boolean isFile(String name) {
    if (name.startsWith("/vsi") || name.matches("[A-Za-z0-9_]{2,}:.*") || name.startsWith("<")) {
      return false;
    }
    try {
      Path.of(name);
      return true;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public Optional<GeoTransform> unnamedGrid() {
    return info.georeference().isPresent() ? Optional.empty() : description.grid();
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws InvalidRasterException {
    if (closed) {
      throw new IllegalStateException(info.name() + " is closed");
    }
    info.requireWithin(window, bands);
    double[] samples =
        info.sampleType().bytes() == 1 ? readBytes(window, bands) : readDoubles(window, bands);
    return new PixelBlock(window, bands.length, samples, validity(window, bands, samples));
  }

  /** An eighth of the bytes through GDAL's conversion and Java's copies. */
  private double[] readBytes(Window window, int[] bands) throws InvalidRasterException {
    byte[] stored = new byte[Math.multiplyExact(bands.length, window.size())];
    gdal.ErrorReset();
    int result =
        dataset.ReadRaster(
            window.column(),
            window.row(),
            window.width(),
            window.height(),
            window.width(),
            window.height(),
            gdalconstConstants.GDT_Byte,
            stored,
            gdalBands(bands));
    checkRead(result, window);
    double[] samples = new double[stored.length];
    for (int b = 0; b < bands.length; b++) {
      boolean signed = description.isSignedByte(bands[b]);
      int end = (b + 1) * window.size();
      for (int i = b * window.size(); i < end; i++) {
        samples[i] = signed ? stored[i] : stored[i] & 0xff;
      }
    }
    return samples;
  }

  private double[] readDoubles(Window window, int[] bands) throws InvalidRasterException {
    double[] samples = new double[Math.multiplyExact(bands.length, window.size())];
    gdal.ErrorReset();
    int result =
        dataset.ReadRaster(
            window.column(),
            window.row(),
            window.width(),
            window.height(),
            window.width(),
            window.height(),
            gdalconstConstants.GDT_Float64,
            samples,
            gdalBands(bands));
    checkRead(result, window);
    for (int b = 0; b < bands.length; b++) {
      if (description.isSignedByte(bands[b])) {
        toSigned(samples, b * window.size(), window.size());
      }
    }
    return samples;
  }

  private static int[] gdalBands(int[] bands) {
    return Arrays.stream(bands).map(band -> band + 1).toArray();
  }

  /** GDAL 3.6 hands out signed bytes as unsigned ones. */
  private static void toSigned(double[] samples, int from, int size) {
    for (int i = from; i < from + size; i++) {
      samples[i] = (byte) (int) samples[i];
    }
  }

  private boolean[] validity(Window window, int[] bands, double[] samples)
      throws InvalidRasterException {
    boolean[] valid = new boolean[samples.length];
    int size = window.size();
    for (int b = 0; b < bands.length; b++) {
      markPresent(samples, valid, b * size, size, info.bands().get(bands[b]).nodata());
    }
    for (Band mask : description.sharedMasks()) {
      double[] values = readMask(mask, window);
      for (int b = 0; b < bands.length; b++) {
        if (info.bands().get(bands[b]).role() != BandInfo.Role.ALPHA) {
          switchOff(values, valid, b * size);
        }
      }
    }
    for (int b = 0; b < bands.length; b++) {
      if (description.hasOwnMask(bands[b])) {
        Band mask = dataset.GetRasterBand(bands[b] + 1).GetMaskBand();
        switchOff(readMask(mask, window), valid, b * size);
      }
    }
    return valid;
  }

  private static void markPresent(
      double[] samples, boolean[] valid, int from, int size, OptionalDouble nodata) {
    double absent = nodata.orElse(Double.NaN);
    for (int i = from; i < from + size; i++) {
      valid[i] = !Double.isNaN(samples[i]) && samples[i] != absent;
    }
  }

  private static void switchOff(double[] mask, boolean[] valid, int from) {
    for (int i = 0; i < mask.length; i++) {
      valid[from + i] &= mask[i] != 0;
    }
  }

  /** {@code [height, width]}; as doubles, because an alpha of 0.2 is not 0. */
  private double[] readMask(Band mask, Window window) throws InvalidRasterException {
    double[] values = new double[window.size()];
    gdal.ErrorReset();
    int result =
        mask.ReadRaster(
            window.column(),
            window.row(),
            window.width(),
            window.height(),
            gdalconstConstants.GDT_Float64,
            values);
    checkRead(result, window);
    return values;
  }

  private void checkRead(int result, Window window) throws InvalidRasterException {
    if (result != gdalconstConstants.CE_None) {
      throw new InvalidRasterException(
          "%s: damaged at column %d, row %d (%s); fetch or export the file again"
              .formatted(info.name(), window.column(), window.row(), GdalBackend.lastError()));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      dataset.delete();
    }
  }
}
