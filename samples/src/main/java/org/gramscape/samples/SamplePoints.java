package org.gramscape.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/** Labelled places, as a person would set them: well inside what they name. */
final class SamplePoints {
  private static final int POINTS_PER_CLASS = 30;
  private static final int TRIES = 40_000;

  /** Pixels around a point that show the same class. */
  private static final int MARGIN = 3;

  private SamplePoints() {}

  static void write(
      Path file, Canvas canvas, Georeference place, SplittableRandom random, boolean overwrite)
      throws IOException {
    LayerSchema schema =
        new LayerSchema(
            "points",
            place.crs(),
            "Point",
            List.of(new LayerSchema.Field(SampleScene.LABEL_FIELD, LayerSchema.Type.TEXT)));
    GeometryFactory geometry = new GeometryFactory();
    Map<Cover, Integer> found = new EnumMap<>(Cover.class);
    try (VectorSink sink = Vectors.create(file, schema, overwrite)) {
      for (int tries = 0; tries < TRIES; tries++) {
        int x = random.nextInt(canvas.width);
        int y = random.nextInt(canvas.height);
        Cover cover = canvas.cover[canvas.index(x, y)];
        if (found.getOrDefault(cover, 0) < POINTS_PER_CLASS && isInside(canvas, x, y, cover)) {
          found.merge(cover, 1, Integer::sum);
          double easting = place.transform().x(x + 0.5, y + 0.5);
          double northing = place.transform().y(x + 0.5, y + 0.5);
          sink.write(
              new Feature(
                  geometry.createPoint(new Coordinate(easting, northing)),
                  Map.of(SampleScene.LABEL_FIELD, cover.label())));
        }
      }
      sink.commit();
    }
  }

  private static boolean isInside(Canvas canvas, int x, int y, Cover cover) {
    for (int dy = -MARGIN; dy <= MARGIN; dy++) {
      for (int dx = -MARGIN; dx <= MARGIN; dx++) {
        if (!canvas.contains(x + dx, y + dy)
            || canvas.cover[canvas.index(x + dx, y + dy)] != cover) {
          return false;
        }
      }
    }
    return true;
  }
}
