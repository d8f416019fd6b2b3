package org.gramscape.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Polygon;

/**
 * Class raster to polygons, from a Cloud Optimized GeoTIFF to a GeoPackage with attributes and
 * areas, beside GDAL's {@code gdal_polygonize.py} on the same raster, and whether the polygons tile
 * it.
 *
 * @param size columns and rows of the raster
 * @param folder where the files are made, and deleted
 */
public record PolygonsBench(int size, Path folder, PrintWriter out) {
  private static final long SEED = 7;
  private static final String PEER = "gdal_polygonize.py";

  /** Every so many polygons, one is asked whether it is valid. */
  private static final int VALIDATED_OF = 20;

  /** A way to call vectorize. */
  private record Variant(String name, List<String> options) {}

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant("vectorize", List.of()),
          new Variant("  --simplify 1.5m", List.of("--simplify", "1.5m")),
          new Variant(
              "  --min-area 10m2 --simplify 1.5m",
              List.of("--min-area", "10m2", "--simplify", "1.5m")));

  /** Runs all and prints the table. */
  public void run() throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(folder, "gramscape-bench");
    try {
      Path classes = work.resolve("classes.tif");
      ClassNoise.write(classes, size, SEED);
      out.printf("%d x %d pixels, 8 classes%n", size, size);
      out.printf("%-34s %9s %9s %8s %7s  %s%n", "", "polygons", "seconds", "memory", "ratio", "");
      double peerSeconds = peer(classes, work.resolve("peer.gpkg"));
      for (Variant variant : VARIANTS) {
        ours(variant, classes, work.resolve("ours.gpkg"), peerSeconds);
      }
    } finally {
      delete(work);
    }
  }

  /** NaN where the peer is not installed. */
  private double peer(Path classes, Path output) throws IOException, InterruptedException {
    if (!ChildRun.isInstalled(PEER)) {
      out.printf("%-34s not installed%n", PEER);
      return Double.NaN;
    }
    ChildRun run =
        ChildRun.of(
            List.of(
                PEER, "-q", classes.toString(), "-f", "GPKG", output.toString(), "cover", "class"));
    print(PEER, count(output), run, 1, "");
    Files.delete(output);
    return run.seconds();
  }

  private void ours(Variant variant, Path classes, Path output, double peerSeconds)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("vectorize", classes.toString(), output.toString(), "--overwrite"));
    arguments.addAll(variant.options());
    ChildRun run = ChildRun.ofGramscape(arguments);
    print(variant.name(), count(output), run, peerSeconds / run.seconds(), check(output));
  }

  private void print(String name, long polygons, ChildRun run, double ratio, String check) {
    String memory =
        run.peakBytes().isPresent()
            ? "%.2f GB".formatted(run.peakBytes().getAsLong() / 1e9)
            : "unknown";
    out.printf(
        Locale.ROOT,
        "%-34s %9d %9.1f %8s %7s  %s%n",
        name,
        polygons,
        run.seconds(),
        memory,
        Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.1f", ratio),
        check);
    out.flush();
  }

  private static long count(Path output) throws IOException {
    try (VectorSource source = Vectors.open(output.toString(), null);
        Stream<Feature> features = source.features()) {
      return features.count();
    }
  }

  private static String check(Path output) throws IOException {
    try (VectorSource source = Vectors.open(output.toString(), null)) {
      Envelope extent = new Envelope();
      try (Stream<Feature> features = source.features()) {
        features.forEach(f -> extent.expandToInclude(f.geometry().getEnvelopeInternal()));
      }
      CoverageCheck check = new CoverageCheck(extent);
      long seen = 0;
      long invalid = 0;
      try (Stream<Feature> features = source.features()) {
        for (Iterator<Feature> each = features.iterator(); each.hasNext(); seen++) {
          Polygon polygon = (Polygon) each.next().geometry();
          check.add(polygon);
          invalid += seen % VALIDATED_OF == 0 && !polygon.isValid() ? 1 : 0;
        }
      }
      return "edges "
          + (check.isMatched() ? "matched" : "NOT MATCHED")
          + ", area "
          + (check.excessArea() == 0 ? "exact" : "off by " + check.excessArea())
          + ", "
          + invalid
          + " invalid of "
          + (seen + VALIDATED_OF - 1) / VALIDATED_OF;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
