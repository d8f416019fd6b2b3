package org.gramscape.landcover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.model.head.Backbone;
import org.gramscape.model.head.HeadFile;
import org.gramscape.model.head.Provenance;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneMapping;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TileReader;
import org.locationtech.jts.geom.Coordinate;

/**
 * Maps how like some places all of a scene is: the cosine similarity of features, from -1 to 1.
 *
 * <p>The map is a COG of the scene's own grid in 8 bits, with the scale 1/127 and the offset -1
 * declared, {@value #NODATA} where the scene has no data.
 *
 * @param pooling what several places make of their similarities
 */
public record Similarity(Pooling pooling, SceneView view) {
  private static final int NODATA = 255;
  private static final double STEPS = 127;

  /** Of several places' similarities. */
  public enum Pooling {
    /** The mean: what all places have in common. */
    MEAN,
    /** The greatest: what is like any of them. */
    MAX
  }

  /**
   * Maps a scene.
   *
   * @param scene a path or, for GDAL, an address
   * @param places in the scene's pixels, x the column and y the row
   * @throws InvalidVectorException if a place lies beside the scene or on ground without data
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be mapped
   * @throws InterruptedException if the thread was interrupted; the journal is kept
   */
  public InferenceSummary map(
      String scene,
      List<Coordinate> places,
      TileFeatures features,
      Path output,
      RunOptions options,
      ProgressListener progress)
      throws IOException, InterruptedException {
    double metres = view.groundSampleDistance().orElse(features.info().groundSampleDistance());
    float[][] wanted = at(scene, places, features, metres);
    Provenance provenance = new Provenance(features, identity(features, wanted), metres);
    SceneMapping.Network network =
        FeatureNetwork.of(
            new SimilarityPredictor(features, wanted, pooling),
            features,
            metres,
            provenance.identity());
    return new SceneMapping(scene, output, view, options)
        .run(network, 1, input -> sink(input, output, provenance, options), progress);
  }

  private float[][] at(String scene, List<Coordinate> places, TileFeatures features, double metres)
      throws IOException {
    try (RasterSource source = view.open(scene)) {
      RasterInfo info = source.info();
      for (Coordinate place : places) {
        if (place.x < 0 || place.y < 0 || place.x >= info.width() || place.y >= info.height()) {
          throw new InvalidVectorException(
              "a point lies beside %s, at its column %.0f and row %.0f of %d x %d px; compare the points' CRS with the scene's, which gramscape info tells"
                  .formatted(scene, place.x, place.y, info.width(), info.height()));
        }
      }
      TileReader reader =
          view.reader(source, FeatureNetwork.normalisation(features.info()), metres);
      FeatureSampling sampling = new FeatureSampling(reader, features);
      sampling.sample(
          places.stream().map(place -> new LabelPoint(place.x, place.y, 0, 0)).toList());
      if (sampling.onNodata() > 0) {
        throw new InvalidVectorException(
            "%d of the %d points lie where %s has no data; choose others"
                .formatted(sampling.onNodata(), places.size(), scene));
      }
      return sampling.features().stream().map(UnitVectors::of).toArray(float[][]::new);
    }
  }

  /** What stands for a head. */
  private String identity(TileFeatures features, float[][] wanted) {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      tensors.put("place " + i, wanted[i]);
    }
    Backbone backbone = Backbone.of(features.info(), features.layers(), features.channels());
    return HeadFile.of("similarity", backbone, Map.of("pooling", pooling), tensors).sha256();
  }

  private static RasterSink sink(
      RasterInfo scene, Path output, Provenance provenance, RunOptions options) throws IOException {
    RasterSpec spec =
        new RasterSpec(
                scene.width(),
                scene.height(),
                SampleType.UINT8,
                List.of("similarity"),
                scene.requireGeoreference(),
                OptionalDouble.of(NODATA),
                RasterSpec.Overviews.AVERAGE,
                Optional.empty(),
                provenance.tags("similarity"),
                options.creationOptions())
            .withScales(List.of(new RasterSpec.BandScale(1 / STEPS, -1)));
    RasterSink sink = Rasters.create(output, spec, options.replaces(output));
    return new ScaledSink(sink, similarity -> Math.rint((similarity + 1) * STEPS));
  }
}
