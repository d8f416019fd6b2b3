package org.gramscape.geoio.raster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.BandInfo.Role;

/** One file read with both backends, and what they say differently. */
record BackendComparison(Outcome outcome, String detail) {

  /** How the backends relate on a file. */
  enum Outcome {
    SAME,
    DIFFERENT,
    /** The JVM backend reads the same pixels but leaves their place on Earth to GDAL. */
    PLACE_ONLY_GDAL,
    /** The JVM backend leaves the file to GDAL. */
    ONLY_GDAL,
    /** GDAL refuses what the JVM backend reads. */
    ONLY_JVM,
    NEITHER,
    /** A backend failed otherwise than by refusing. */
    FAILED
  }

  /** Windows reach at most this far, so that one large file does not take the whole time. */
  private static final int SIDE = 512;

  static BackendComparison of(Path file) {
    Reading jvm = Reading.of(file, Backend.JVM);
    Reading gdal = Reading.of(file, Backend.GDAL);
    if (jvm.failure != null || gdal.failure != null) {
      return new BackendComparison(
          Outcome.FAILED, "JVM: " + jvm.failure + ", GDAL: " + gdal.failure);
    }
    if (jvm.refusal != null && gdal.refusal != null) {
      return new BackendComparison(Outcome.NEITHER, jvm.refusal + " | " + gdal.refusal);
    }
    if (jvm.refusal != null) {
      return new BackendComparison(Outcome.ONLY_GDAL, jvm.refusal);
    }
    if (gdal.refusal != null) {
      return new BackendComparison(Outcome.ONLY_JVM, gdal.refusal);
    }
    List<String> differences = differences(jvm, gdal);
    if (!differences.isEmpty()) {
      return new BackendComparison(Outcome.DIFFERENT, String.join("; ", differences));
    }
    return jvm.info.georeference().isPresent() == gdal.info.georeference().isPresent()
        ? new BackendComparison(Outcome.SAME, "")
        : new BackendComparison(Outcome.PLACE_ONLY_GDAL, file + ": " + jvm.info.whyNot());
  }

  private record Reading(
      RasterInfo info, List<PixelBlock> blocks, String refusal, Throwable failure) {

    static Reading of(Path file, Backend backend) {
      try (RasterSource source = Rasters.open(file.toString(), backend)) {
        RasterInfo info = source.info();
        int[] bands = IntStream.range(0, Math.min(8, info.bands().size())).toArray();
        List<PixelBlock> blocks = new ArrayList<>();
        for (Window window : windows(info)) {
          blocks.add(source.read(window, bands));
        }
        return new Reading(info, blocks, null, null);
      } catch (InvalidRasterException refusal) {
        return new Reading(null, null, refusal.getMessage(), null);
      } catch (IOException | RuntimeException | Error failure) {
        return new Reading(null, null, null, failure);
      }
    }

    /** The first pixels, and a window that starts and ends within blocks. */
    private static List<Window> windows(RasterInfo info) {
      int width = Math.min(SIDE, info.width());
      int height = Math.min(SIDE, info.height());
      int column = info.width() / 3;
      int row = info.height() / 3;
      return List.of(
          new Window(0, 0, width, height),
          new Window(
              column,
              row,
              Math.min(SIDE, info.width() - column - info.width() / 5),
              Math.min(SIDE, info.height() - row - info.height() / 5)));
    }
  }

  private static List<String> differences(Reading jvm, Reading gdal) {
    List<String> found = new ArrayList<>();
    compare(found, "size", size(jvm.info), size(gdal.info));
    compare(found, "sample type", jvm.info.sampleType(), gdal.info.sampleType());
    compareBands(found, jvm.info.bands(), gdal.info.bands());
    compareGeoreferences(found, jvm.info, gdal.info);
    compare(found, "colours", jvm.info.colors(), gdal.info.colors());
    if (found.isEmpty()) {
      for (int i = 0; i < jvm.blocks.size(); i++) {
        comparePixels(found, jvm.blocks.get(i), gdal.blocks.get(i));
      }
    }
    return found;
  }

  private static String size(RasterInfo info) {
    return info.width() + " x " + info.height() + " x " + info.bands().size();
  }

  private static void compareBands(List<String> found, List<BandInfo> jvm, List<BandInfo> gdal) {
    for (int b = 0; b < Math.min(jvm.size(), gdal.size()); b++) {
      BandInfo ours = jvm.get(b);
      if (ours.role() == Role.NEAR_INFRARED) {
        // GDAL has no such word before 3.10.
        ours =
            new BandInfo(
                ours.description(),
                gdal.get(b).role(),
                ours.nodata(),
                ours.bits(),
                ours.scale(),
                ours.offset(),
                ours.unit());
        compare(found, "role", gdal.get(b).role(), Role.UNDEFINED);
      }
      compare(found, "band " + b, ours, gdal.get(b));
    }
  }

  /** The JVM backend knows fewer CRSs; it may say so, but not place a raster elsewhere. */
  private static void compareGeoreferences(List<String> found, RasterInfo jvm, RasterInfo gdal) {
    if (jvm.georeference().isEmpty()) {
      compare(found, "whyNot is empty", jvm.whyNot().isEmpty(), false);
      compare(found, "has a sentence on why there is no place", jvm.whyNot().contains(";"), true);
      return;
    }
    if (gdal.georeference().isEmpty()) {
      found.add("georeference: " + jvm.georeference() + " and " + gdal.whyNot());
      return;
    }
    Georeference ours = jvm.georeference().get();
    Georeference theirs = gdal.georeference().get();
    compare(found, "interpretation", ours.interpretation(), theirs.interpretation());
    compare(found, "unit", ours.unit(), theirs.unit());
    double apart = cornersApart(ours.transform(), theirs.transform(), jvm.width(), jvm.height());
    if (!(apart < 1e-6)) {
      found.add("corners lie " + apart + " pixels apart");
    }
    if (!ours.crs().equals(theirs.crs()) && !sameGround(ours, theirs)) {
      found.add("CRS: " + ours.crs().wkt() + " and " + theirs.crs().wkt());
    }
  }

  /**
   * Whether two CRSs of different definition put the first pixel on the same spot, to a millimetre.
   */
  private static boolean sameGround(Georeference a, Georeference b) {
    try {
      LonLat ours = a.crs().toLonLat(a.transform().x0(), a.transform().y0());
      LonLat theirs = b.crs().toLonLat(b.transform().x0(), b.transform().y0());
      return Math.abs(ours.longitude() - theirs.longitude()) < 1e-8
          && Math.abs(ours.latitude() - theirs.latitude()) < 1e-8;
    } catch (UnsupportedCrsException outside) {
      return false;
    }
  }

  /** The greatest distance in pixels between where the two put a corner of the raster. */
  private static double cornersApart(GeoTransform a, GeoTransform b, int width, int height) {
    double apart = 0;
    for (int corner = 0; corner < 4; corner++) {
      double column = corner % 2 * width;
      double row = corner / 2 * height;
      double x = b.x(column, row);
      double y = b.y(column, row);
      apart = Math.max(apart, Math.abs(a.column(x, y) - column) + Math.abs(a.row(x, y) - row));
    }
    return apart;
  }

  private static void comparePixels(List<String> found, PixelBlock jvm, PixelBlock gdal) {
    int sample = Arrays.mismatch(jvm.samples(), gdal.samples());
    if (sample >= 0) {
      long count =
          IntStream.range(0, jvm.samples().length)
              .filter(i -> Double.compare(jvm.samples()[i], gdal.samples()[i]) != 0)
              .count();
      found.add(
          "%d samples of %d in %s, first at %d: %s and %s"
              .formatted(
                  count,
                  jvm.samples().length,
                  jvm.window(),
                  sample,
                  jvm.samples()[sample],
                  gdal.samples()[sample]));
    }
    int validity = Arrays.mismatch(jvm.valid(), gdal.valid());
    if (validity >= 0) {
      found.add("validity in " + jvm.window() + ", first at " + validity);
    }
  }

  private static void compare(List<String> found, String what, Object jvm, Object gdal) {
    if (!Objects.equals(jvm, gdal)) {
      found.add(what + ": " + jvm + " and " + gdal);
    }
  }
}
