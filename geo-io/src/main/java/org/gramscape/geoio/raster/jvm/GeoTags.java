package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.PixelInterpretation;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.Unreadable;

/** Where a GeoTIFF lies on Earth, read from its tags and written to them (OGC 19-008r4). */
final class GeoTags {
  /** Pixels as their own coordinates: what software writes that knows no place. */
  private static final GeoTransform IDENTITY = new GeoTransform(0, 1, 0, 0, 0, 1);

  private static final Pattern PLACE_IN_SIDECAR =
      Pattern.compile("<(SRS|GeoTransform|GCPList|GeodataXform)\\b");

  /** Histograms may be longer, but come last. */
  private static final int SIDECAR_BYTES = 1 << 20;

  private GeoTags() {}

  /**
   * What the tags say.
   *
   * @param unnamed the grid, where there is one but no CRS that is understood
   * @param whyNot what is missing and which command repairs it; "" if nothing is
   */
  record Found(
      Optional<Georeference> georeference, Optional<GeoTransform> unnamed, String whyNot) {}

  /** Looks into the tags, and at the file {@code .aux.xml} beside, whose place would count more. */
  static Found read(Path file, TiffTags tags) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".aux.xml");
    if (Files.isRegularFile(beside) && PLACE_IN_SIDECAR.matcher(start(beside)).find()) {
      return new Found(
          Optional.empty(),
          Optional.empty(),
          "its place on Earth is said in %s, which only the GDAL backend reads; gdal_translate IN OUT writes it into the file"
              .formatted(beside.getFileName()));
    }
    GeoKeys keys = GeoKeys.read(tags);
    boolean point = keys.code(GeoKeys.RASTER_TYPE) == GeoKeys.PIXEL_IS_POINT;
    Optional<GeoTransform> transform = transform(tags, point);
    if (transform.isEmpty()) {
      return new Found(Optional.empty(), Optional.empty(), whyNoTransform(file, tags));
    }
    try {
      Crs crs = CrsKeys.read(file.toString(), keys);
      PixelInterpretation interpretation =
          point ? PixelInterpretation.POINT : PixelInterpretation.AREA;
      return new Found(
          Optional.of(new Georeference(crs, transform.get(), interpretation)),
          Optional.empty(),
          "");
    } catch (UnsupportedCrsException e) {
      return new Found(Optional.empty(), transform, e.getMessage());
    }
  }

  private static String start(Path sidecar) throws IOException {
    try (InputStream stream = Files.newInputStream(sidecar)) {
      return new String(stream.readNBytes(SIDECAR_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static Optional<GeoTransform> transform(TiffTags tags, boolean point) throws IOException {
    double[] matrix = tags.doubles(TiffTag.MODEL_TRANSFORMATION);
    double[] scale = tags.doubles(TiffTag.MODEL_PIXEL_SCALE);
    double[] tie = tags.doubles(TiffTag.MODEL_TIEPOINT);
    try {
      GeoTransform t;
      if (matrix.length >= 8) {
        t = new GeoTransform(matrix[3], matrix[0], matrix[1], matrix[7], matrix[4], matrix[5]);
      } else if (scale.length >= 2 && tie.length >= 6) {
        // Pixel (tie[0], tie[1]) lies at (tie[3], tie[4]); rows run south.
        t = new GeoTransform(tie[3], scale[0], 0, tie[4], 0, -scale[1]).shifted(-tie[0], -tie[1]);
      } else {
        return Optional.empty();
      }
      GeoTransform corners = point ? t.shifted(-0.5, -0.5) : t;
      return corners.equals(IDENTITY) ? Optional.empty() : Optional.of(corners);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String whyNoTransform(Path file, TiffTags tags) throws IOException {
    int points = tags.doubles(TiffTag.MODEL_TIEPOINT).length / 6;
    if (points > 1) {
      return Unreadable.controlPoints(file.toString(), points);
    }
    return tags.has(TiffTag.RPC_COEFFICIENTS)
        ? Unreadable.cameraModel(file.toString())
        : Unreadable.noPlace(file.toString());
  }

  /**
   * The keys of a georeference.
   *
   * @throws UnsupportedCrsException if GeoTIFF cannot name the CRS
   */
  static GeoKeys keys(Georeference georeference) throws UnsupportedCrsException {
    GeoKeys keys = new GeoKeys();
    CrsKeysWriter.write(georeference.crs(), keys);
    keys.values()
        .put(
            GeoKeys.RASTER_TYPE,
            isPoint(georeference) ? GeoKeys.PIXEL_IS_POINT : GeoKeys.PIXEL_IS_AREA);
    return keys;
  }

  private static boolean isPoint(Georeference georeference) {
    return georeference.interpretation() == PixelInterpretation.POINT;
  }

  /** Writes the transform; the keys are written apart. */
  static void writeTransform(Georeference georeference, TiffDirectoryWriter directory) {
    // A point raster's tags speak of the first pixel's centre.
    GeoTransform t =
        isPoint(georeference)
            ? georeference.transform().shifted(0.5, 0.5)
            : georeference.transform();
    if (t.isNorthUp()) {
      directory.doubles(TiffTag.MODEL_PIXEL_SCALE, t.xPerColumn(), -t.yPerRow(), 0);
      directory.doubles(TiffTag.MODEL_TIEPOINT, 0, 0, 0, t.x0(), t.y0(), 0);
    } else {
      double[] matrix = new double[16];
      matrix[0] = t.xPerColumn();
      matrix[1] = t.xPerRow();
      matrix[3] = t.x0();
      matrix[4] = t.yPerColumn();
      matrix[5] = t.yPerRow();
      matrix[7] = t.y0();
      matrix[15] = 1;
      directory.doubles(TiffTag.MODEL_TRANSFORMATION, matrix);
    }
  }
}
