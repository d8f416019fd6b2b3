package org.gramscape.landcover.coverage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.landcover.coverage.EdgeLedger.Edge;
import org.gramscape.landcover.vectorize.ClassRasters;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.landcover.vectorize.Vectorizer;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/** The ground where a raster has classes, seen from polygons that should cover it. */
final class ClassifiedGround {
  /** Lines that are straight in one CRS are so in another, too, over so few pixels. */
  private static final double STRAIGHT_PIXELS = 100;

  private final RasterSource classes;
  private final Georeference place;
  private final Crs crs;

  /**
   * @param classes stays the caller's
   * @param crs of the polygons
   * @throws InvalidRasterException if the raster has several bands or no georeference
   */
  ClassifiedGround(RasterSource classes, Crs crs) throws InvalidRasterException {
    ClassRasters.requireOneBand(classes.info());
    this.classes = classes;
    this.place = classes.info().requireGeoreference();
    this.crs = crs;
  }

  /** Whether a place of the polygons' CRS has a class. */
  boolean contains(Coordinate there) throws IOException {
    RasterInfo info = classes.info();
    Coordinate pixel = toPixels(there.x, there.y);
    return pixel.x >= 0
        && pixel.y >= 0
        && pixel.x < info.width()
        && pixel.y < info.height()
        && classes.read(new Window((int) pixel.x, (int) pixel.y, 1, 1), 0).valid()[0];
  }

  /**
   * Areas of pixels whose middles no polygon covers.
   *
   * @param edges that polygons do not share
   * @param known gaps that need not be told again
   */
  List<Flaw> uncovered(List<Edge> edges, List<Polygon> known) throws IOException {
    UncoveredPixels pixels = new UncoveredPixels(classes);
    for (Edge edge : edges) {
      add(edge, pixels);
    }
    List<Flaw> flaws = new ArrayList<>();
    new Vectorizer(VectorizeOptions.PLAIN)
        .vectorize(ClassRasters.of(pixels), new Areas(known, flaws));
    return flaws;
  }

  /** In pieces, if the edge is bent on the raster. */
  private void add(Edge edge, UncoveredPixels pixels) throws IOException {
    Coordinate from = toPixels(edge.x1(), edge.y1());
    Coordinate end = toPixels(edge.x2(), edge.y2());
    boolean same = crs.equals(place.crs());
    int pieces = same ? 1 : 1 + (int) (from.distance(end) / STRAIGHT_PIXELS);
    for (int piece = 1; piece <= pieces; piece++) {
      double share = (double) piece / pieces;
      Coordinate to =
          piece == pieces
              ? end
              : toPixels(
                  edge.x1() + share * (edge.x2() - edge.x1()),
                  edge.y1() + share * (edge.y2() - edge.y1()));
      pixels.add(from, to, edge.times());
      from = to;
    }
  }

  private Coordinate toPixels(double x, double y) throws IOException {
    boolean same = crs.equals(place.crs());
    double[] there = same ? new double[] {x, y} : place.crs().fromLonLat(crs.toLonLat(x, y));
    return new Coordinate(
        place.transform().column(there[0], there[1]), place.transform().row(there[0], there[1]));
  }

  /** Takes areas as flaws. */
  private final class Areas implements VectorSink {
    private final List<Polygon> known;
    private final List<Flaw> flaws;

    Areas(List<Polygon> known, List<Flaw> flaws) {
      this.known = known;
      this.flaws = flaws;
    }

    @Override
    public void write(Feature area) throws IOException {
      Point inside = area.geometry().getInteriorPoint();
      Coordinate middle = inside.getCoordinate();
      if (!crs.equals(place.crs())) {
        double[] there = crs.fromLonLat(place.crs().toLonLat(middle.x, middle.y));
        middle = new Coordinate(there[0], there[1]);
      }
      Geometry there = inside.getFactory().createPoint(middle);
      if (known.stream().noneMatch(gap -> gap.contains(there))) {
        String what =
            String.format(
                Locale.ROOT,
                "no polygon over %.1f m2 that have a class",
                (Double) area.attributes().get("area_m2"));
        flaws.add(new Flaw(Flaw.Kind.GAP, middle.x, middle.y, what));
      }
    }

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }
}
