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

  private final Maker maker;
  private final HeightStorage storage;
  private final boolean turned;
  private final boolean flagged;

  /**
   * What tells heights.
   *
   * @param aggregation of the heights that it was fitted to; empty if it is not known
   */
  private record Maker(
      OpenModel model,
      TilePredictor predictor,
      String headSha256,
      Optional<Aggregation> aggregation,
      SceneColors trained,
      double groundSampleDistance) {}

  private CanopyHeight(Maker maker, HeightStorage storage, boolean turned, boolean flagged) {
    this.maker = maker;
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
    this(maker(head, model), HeightStorage.FLOAT32, false, false);
  }

  private static Maker maker(HeightHead head, FeatureExtractor model) throws IOException {
    head.backbone().require(model.info(), "this head for heights");
    return new Maker(
        model,
        new HeightPredictor(model, head),
        head.sha256(),
        head.aggregation(),
        head.colors(model.info().normalisation().mean().length),
        head.groundSampleDistance());
  }

  /**
   * By a network that was trained for heights.
   *
   * @param network stays the caller's
   */
  public CanopyHeight(HeightNetwork network) {
    this(
        new Maker(
            network,
            new NetworkPredictor(network),
            network.headSha256(),
            Optional.empty(),
            SceneColors.of(network.info().normalisation()),
            network.info().groundSampleDistance()),
        HeightStorage.FLOAT32,
        false,
        false);
  }

  /** The same, stored otherwise. */
  public CanopyHeight storedAs(HeightStorage type) {
    return new CanopyHeight(maker, type, turned, flagged);
  }

  /**
   * The same from tiles in all eight ways that they can be turned and mirrored: heights are means,
   * and the spread tells how far they differ. Takes eight times as long.
   */
  public CanopyHeight turned() {
    return new CanopyHeight(maker, storage, true, flagged);
  }

  /**
   * The same with a third band, {@code flags}: 1 where the scene is in shadow, 2 where it is
   * saturated, 3 both, 0 neither.
   */
  public CanopyHeight flagged() {
    return new CanopyHeight(maker, storage, turned, true);
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
    ModelInfo info = maker.model.info();
    List<String> doubts = SceneDoubts.of(scene, view, maker.trained, maker.groundSampleDistance);
    Provenance provenance =
        new Provenance(
            maker.model,
            maker.headSha256,
            view.groundSampleDistance().orElse(maker.groundSampleDistance));
    SceneMapping.Network network =
        new SceneMapping.Network(
            new MixturePredictor(maker.predictor, turned),
            new Normalisation(
                info.normalisation().mean(), info.normalisation().standardDeviation()),
            maker.groundSampleDistance,
            maker.model.weightsMemory(),
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
    int count = maker.model.info().normalisation().mean().length;
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
    maker.aggregation.ifPresent(how -> metadata.put("GRAMSCAPE_HEIGHT_AGGREGATION", how.word()));
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
