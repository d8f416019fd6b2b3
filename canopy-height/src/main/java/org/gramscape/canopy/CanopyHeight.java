package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
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
 * <p>The map is a COG of the scene's own grid with two bands in metres: {@code height}, at least 0,
 * where 0 is bare ground; and {@code spread}, one standard deviation of its error, which grows
 * where overlapping tiles disagree. They are stored as {@link HeightStorage} says. A QML and an SLD
 * file beside it colour the heights.
 */
public final class CanopyHeight {
  /** The value of bands stored as floats where the scene has no data. */
  public static final double NODATA = -9999;

  private static final List<String> BANDS = List.of("height", "spread", "flags");

  private final OpenModel model;
  private final TilePredictor predictor;
  private final String headSha256;
  private final SceneColors trained;
  private final double groundSampleDistance;
  private final HeightStorage storage;
  private final boolean turned;
  private final boolean flagged;

  private CanopyHeight(
      OpenModel model,
      TilePredictor predictor,
      String headSha256,
      SceneColors trained,
      double groundSampleDistance,
      HeightStorage storage,
      boolean turned,
      boolean flagged) {
    this.model = model;
    this.predictor = predictor;
    this.headSha256 = headSha256;
    this.trained = trained;
    this.groundSampleDistance = groundSampleDistance;
    this.storage = storage;
    this.turned = turned;
    this.flagged = flagged;
  }

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
    trained = head.colors(model.info().normalisation().mean().length);
    groundSampleDistance = head.groundSampleDistance();
    storage = HeightStorage.FLOAT32;
    turned = false;
    flagged = false;
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
    trained = SceneColors.of(network.info().normalisation());
    groundSampleDistance = network.info().groundSampleDistance();
    storage = HeightStorage.FLOAT32;
    turned = false;
    flagged = false;
  }

  /** The same, stored otherwise. */
  public CanopyHeight storedAs(HeightStorage type) {
    return new CanopyHeight(
        model, predictor, headSha256, trained, groundSampleDistance, type, turned, flagged);
  }

  /**
   * The same from tiles in all eight ways that they can be turned and mirrored: heights are means,
   * and the spread tells how far they differ. Takes eight times as long.
   */
  public CanopyHeight turned() {
    return new CanopyHeight(
        model, predictor, headSha256, trained, groundSampleDistance, storage, true, flagged);
  }

  /**
   * The same with a third band, {@code flags}: 1 where the scene is in shadow, 2 where it is
   * saturated, 3 both, 0 neither.
   */
  public CanopyHeight flagged() {
    return new CanopyHeight(
        model, predictor, headSha256, trained, groundSampleDistance, storage, turned, true);
  }

  private List<String> bands() {
    return flagged ? BANDS : BANDS.subList(0, 2);
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
  public MappedHeights map(
      String scene, Path output, SceneView view, RunOptions options, ProgressListener progress)
      throws IOException, InterruptedException {
    ModelInfo info = model.info();
    List<String> doubts = SceneDoubts.of(scene, view, trained, groundSampleDistance);
    Provenance provenance =
        new Provenance(model, headSha256, view.groundSampleDistance().orElse(groundSampleDistance));
    SceneMapping.Network network =
        new SceneMapping.Network(
            new MixturePredictor(predictor, turned),
            new Normalisation(
                info.normalisation().mean(), info.normalisation().standardDeviation()),
            groundSampleDistance,
            model.weightsMemory(),
            identity(provenance));
    HeightCensus census = new HeightCensus();
    InferenceSummary run =
        new SceneMapping(scene, output, view, options)
            .run(
                network,
                bands().size() * storage.type().bytes(),
                input ->
                    new MixtureSink(
                        new HeightSink(
                            Rasters.create(
                                output, spec(input, provenance, options), options.replaces(output)),
                            output,
                            storage),
                        census,
                        flags(scene, view)),
                progress);
    return new MappedHeights(run, census.quality(doubts));
  }

  private Optional<SceneFlags> flags(String scene, SceneView view) throws IOException {
    int count = model.info().normalisation().mean().length;
    return flagged ? Optional.of(SceneFlags.open(scene, view, count)) : Optional.empty();
  }

  /** What a resumed run must find unchanged. */
  private Map<String, String> identity(Provenance provenance) {
    Map<String, String> identity = new LinkedHashMap<>(provenance.identity());
    identity.put("turned", Boolean.toString(turned));
    identity.put("storage", storage.name());
    identity.put("bands", bands().toString());
    return identity;
  }

  private RasterSpec spec(RasterInfo scene, Provenance provenance, RunOptions options)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(provenance.tags("canopy height"));
    metadata.put("GRAMSCAPE_UNIT", "m");
    metadata.put("GRAMSCAPE_TEST_TIME_AUGMENTATION", turned ? "D4" : "none");
    return new RasterSpec(
            scene.width(),
            scene.height(),
            storage.type(),
            bands(),
            scene.requireGeoreference(),
            storage.nodata(),
            RasterSpec.Overviews.AVERAGE,
            Optional.empty(),
            metadata,
            options.creationOptions())
        .withScales(storage.scales(bands().size()))
        .withUnit(HeightUnit.METRE.toString());
  }
}
