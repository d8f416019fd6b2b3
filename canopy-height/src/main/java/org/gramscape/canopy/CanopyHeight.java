package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.HeightNetwork;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.OpenModel;
import org.gramscape.model.head.Provenance;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.Normalisation;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneMapping;
import org.gramscape.tiling.SceneView;
import org.gramscape.tiling.TilePredictor;

/**
 * Maps the canopy height of a scene.
 *
 * <p>The map is a COG of the scene's own grid with two float bands in metres: {@code height}, at
 * least 0, where 0 is bare ground; and {@code spread}, one standard deviation of its error. Ground
 * without data is {@value #NODATA}. A QML and an SLD file beside it colour the heights.
 */
public final class CanopyHeight {
  /** The value of both bands where the scene has no data. */
  public static final double NODATA = -9999;

  private final OpenModel model;
  private final TilePredictor predictor;
  private final String headSha256;
  private final double groundSampleDistance;

  /**
   * By a head that was fitted to features.
   *
   * @param model stays the caller's
   * @throws org.gramscape.model.UnusableWeightsException if the head was fitted on another model
   */
  public CanopyHeight(HeightHead head, FeatureExtractor model) throws IOException {
    head.backbone().require(model.info(), "this head for heights");
    this.model = model;
    predictor = new HeightPredictor(model, head);
    headSha256 = head.sha256();
    groundSampleDistance = head.groundSampleDistance();
  }

  /**
   * By a network that was trained for heights.
   *
   * @param network stays the caller's
   */
  public CanopyHeight(HeightNetwork network) {
    model = network;
    predictor = new NetworkPredictor(network);
    headSha256 = network.headSha256();
    groundSampleDistance = network.info().groundSampleDistance();
  }

  /**
   * Maps a scene.
   *
   * @param scene a path or, for GDAL, an address
   * @param output appears whole or not at all
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be mapped
   * @throws org.gramscape.geoio.OutputExistsException if the output exists and may not be replaced
   * @throws InterruptedException if the thread was interrupted; the journal is kept
   */
  public InferenceSummary map(
      String scene, Path output, SceneView view, RunOptions options, ProgressListener progress)
      throws IOException, InterruptedException {
    ModelInfo info = model.info();
    Provenance provenance =
        new Provenance(model, headSha256, view.groundSampleDistance().orElse(groundSampleDistance));
    SceneMapping.Network network =
        new SceneMapping.Network(
            predictor,
            new Normalisation(
                info.normalisation().mean(), info.normalisation().standardDeviation()),
            groundSampleDistance,
            Float.BYTES * info.parameters(),
            provenance.identity());
    return new SceneMapping(scene, output, view, options)
        .run(
            network,
            2 * Float.BYTES,
            input ->
                new HeightSink(
                    Rasters.create(
                        output, spec(input, provenance, options), options.replaces(output)),
                    output),
            progress);
  }

  private static RasterSpec spec(RasterInfo scene, Provenance provenance, RunOptions options)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(provenance.tags("canopy height"));
    metadata.put("GRAMSCAPE_UNIT", "m");
    return new RasterSpec(
            scene.width(),
            scene.height(),
            SampleType.FLOAT32,
            List.of("height", "spread"),
            scene.requireGeoreference(),
            OptionalDouble.of(NODATA),
            RasterSpec.Overviews.AVERAGE,
            Optional.empty(),
            metadata,
            options.creationOptions())
        .withUnit("m");
  }
}
