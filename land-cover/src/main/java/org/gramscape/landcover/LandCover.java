package org.gramscape.landcover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.style.LayerStyle;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.model.ClassNetwork;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.OpenModel;
import org.gramscape.model.head.Provenance;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneMapping;
import org.gramscape.tiling.SceneView;

/**
 * Maps the land cover of a scene.
 *
 * <p>The map is a COG of the scene's own grid: 8-bit class values with a palette, {@value #NODATA}
 * where the scene has no data, the classes' names in the metadata (see {@link ClassLegend}). Beside
 * it lies a second COG with the share of certainty of the class that was chosen, in percent with
 * the scale 0.01 declared. They are two files because a TIFF with a palette has one band: so every
 * program shows the classes in their colours. A QML and an SLD file beside it name them. On request
 * a third COG has the shares of all classes alike, a band a class in the order of their values.
 */
public final class LandCover {
  /** The value of class and confidence where the scene has no data. */
  public static final int NODATA = 255;

  /** Makes what a scene is mapped with of what a resumed run must find unchanged. */
  private interface Predicting {
    SceneMapping.Network with(Map<String, String> identity);
  }

  private final OpenModel model;
  private final List<LegendEntry> classes;
  private final String headSha256;
  private final double groundSampleDistance;
  private final Predicting predicting;

  /**
   * By a head that was fitted to features, with borders that follow the image.
   *
   * @param model stays the caller's
   * @throws org.gramscape.model.UnusableWeightsException if the head was fitted on another model
   */
  public LandCover(ClassHead head, FeatureExtractor model) throws IOException {
    this(head, new ComputedFeatures(model, head.backbone().layers()), Detail.GUIDED);
  }

  /**
   * By a head that was fitted to features.
   *
   * @param features of the head's backbone and layers; stay the caller's
   * @throws org.gramscape.model.UnusableWeightsException if the head was fitted on another model
   */
  public LandCover(ClassHead head, TileFeatures features, Detail detail) throws IOException {
    head.backbone().require(features.info(), "this head for classes");
    if (!features.layers().equals(head.backbone().layers())) {
      throw new IllegalArgumentException(
          "the head takes layers %s, not %s"
              .formatted(head.backbone().layers(), features.layers()));
    }
    model = features;
    classes = head.classes();
    headSha256 = head.sha256();
    groundSampleDistance = head.groundSampleDistance();
    predicting =
        identity -> {
          Map<String, String> all = new LinkedHashMap<>(identity);
          all.put("detail", detail.name());
          return FeatureNetwork.of(
              new ClassPredictor(head.features(features), head, detail),
              features,
              groundSampleDistance,
              all);
        };
  }

  /**
   * By a network that was trained for classes.
   *
   * @param network stays the caller's
   */
  public LandCover(ClassNetwork network) {
    model = network;
    classes =
        network.head().classes().stream()
            .map(label -> new LegendEntry(label.value(), label.name(), label.rgb()))
            .toList();
    headSha256 = network.headSha256();
    groundSampleDistance = network.info().groundSampleDistance();
    predicting =
        identity ->
            new SceneMapping.Network(
                new NetworkPredictor(network),
                FeatureNetwork.normalisation(network.info()),
                groundSampleDistance,
                network.weightsMemory(),
                identity);
  }

  /** Where the confidence of a class raster lies: {@code classes.confidence.tif}. */
  public static Path confidenceOf(Path classes) {
    String name = classes.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return classes.resolveSibling(stem + ".confidence.tif");
  }

  /** All files of a map: the class raster, its confidence, and the styles beside it. */
  public static List<Path> filesOf(Path classes) {
    List<Path> files = new ArrayList<>(LayerStyle.pathsBeside(classes));
    files.add(confidenceOf(classes));
    files.add(classes);
    return files;
  }

  /**
   * Maps a scene.
   *
   * @param scene a path or, for GDAL, an address
   * @param output the class raster; its confidence comes beside it
   * @throws org.gramscape.geoio.UnusableInputException if the scene cannot be mapped
   * @throws org.gramscape.geoio.OutputExistsException if an output exists and may not be replaced
   * @throws InterruptedException if the thread was interrupted; the journal is kept
   */
  public InferenceSummary map(
      String scene, Path output, SceneView view, RunOptions options, ProgressListener progress)
      throws IOException, InterruptedException {
    return map(scene, output, Optional.empty(), view, options, progress);
  }

  /**
   * Maps a scene, and keeps the shares of all classes if there is a file for them.
   *
   * @param probabilities beside other outputs or elsewhere; there before the classes are
   */
  public InferenceSummary map(
      String scene,
      Path output,
      Optional<Path> probabilities,
      SceneView view,
      RunOptions options,
      ProgressListener progress)
      throws IOException, InterruptedException {
    Provenance provenance =
        new Provenance(model, headSha256, view.groundSampleDistance().orElse(groundSampleDistance));
    return new SceneMapping(scene, output, view, options)
        .run(
            predicting.with(provenance.identity()),
            probabilities.isPresent() ? 2 + classes.size() : 2,
            input -> sink(input, output, probabilities, provenance, options),
            progress);
  }

  private RasterSink sink(
      RasterInfo scene,
      Path output,
      Optional<Path> probabilities,
      Provenance provenance,
      RunOptions options)
      throws IOException {
    Map<String, String> tags = provenance.tags("land cover");
    Map<String, String> metadata = new LinkedHashMap<>(tags);
    metadata.putAll(ClassLegend.metadata(classes));
    RasterSpec spec =
        new RasterSpec(
            scene.width(),
            scene.height(),
            SampleType.UINT8,
            List.of("class"),
            scene.requireGeoreference(),
            OptionalDouble.of(NODATA),
            RasterSpec.Overviews.MODE,
            Optional.of(ClassLegend.colors(classes)),
            metadata,
            options.creationOptions());
    List<String> names = classes.stream().map(LegendEntry::name).toList();
    boolean replace = options.replaces(output);
    List<RasterSink> sinks = new ArrayList<>();
    try {
      sinks.add(Rasters.create(output, spec, replace));
      sinks.add(
          Rasters.create(
              confidenceOf(output),
              percents(scene, List.of("confidence"), tags, options),
              replace));
      if (probabilities.isPresent()) {
        sinks.add(
            Rasters.create(probabilities.get(), percents(scene, names, tags, options), replace));
      }
    } catch (IOException | RuntimeException e) {
      for (RasterSink sink : sinks) {
        sink.close();
      }
      throw e;
    }
    return new ClassSink(
        output, classes, sinks.get(0), sinks.get(1), sinks.stream().skip(2).findFirst());
  }

  /** Shares in percent, a band a name. */
  private static RasterSpec percents(
      RasterInfo scene, List<String> bands, Map<String, String> tags, RunOptions options)
      throws InvalidRasterException {
    return new RasterSpec(
            scene.width(),
            scene.height(),
            SampleType.UINT8,
            bands,
            scene.requireGeoreference(),
            OptionalDouble.of(NODATA),
            RasterSpec.Overviews.AVERAGE,
            Optional.empty(),
            tags,
            options.creationOptions())
        .withScales(Collections.nCopies(bands.size(), new RasterSpec.BandScale(0.01, 0)));
  }
}
