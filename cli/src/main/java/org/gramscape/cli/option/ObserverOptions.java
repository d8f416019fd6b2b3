package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gramscape.geoio.Length;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.probe.ClassScene;
import org.gramscape.training.probe.EvenlySpread;
import org.gramscape.training.probe.FeatureProbes;
import org.gramscape.training.probe.NumberedScenes;
import org.gramscape.training.probe.PairSplit;
import org.gramscape.training.probe.PictureObserver;
import org.gramscape.training.probe.ProbeObserver;
import org.gramscape.training.run.Observer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a training is watched. */
public final class ObserverOptions {
  private static final int PICTURES = 3;

  /** As some of the data may have no place on Earth, which training does not need. */
  private static final int CANDIDATES = 12;

  private static final int PAIRS = 24;
  private static final int LABELS = 10;
  private static final int DRAWS = 5;

  @Option(
      names = "--observe-every",
      defaultValue = "500",
      paramLabel = "N",
      description =
          "Iterations between looks at the backbone: pictures of what it sees and how sharp its"
              + " similarities are, which need no labels, and probes (default: ${DEFAULT-VALUE}).")
  private long every;

  @Option(
      names = "--picture",
      paramLabel = "SCENE",
      description =
          "A scene to make pictures of; can be repeated (default: three of the data, and where a"
              + " run goes on those that it had).")
  private List<String> pictures = List.of();

  @Option(
      names = "--split",
      paramLabel = "SPLIT.json",
      description =
          "Probe heights: as `gramscape evaluate features` takes it, but of the pairs to fit to"
              + " some are scored on; those to be scored on stay unseen.")
  private Path split;

  @Option(
      names = "--pairs",
      paramLabel = "FOLDER",
      description = "The folder of the pairs that the split names (default: the split's own).")
  private Path pairs;

  @Option(
      names = "--probe-gsd",
      paramLabel = "METRES",
      defaultValue = "0.2",
      converter = TileOptions.Metres.class,
      description =
          "Ground sample distance at which probes show scenes to the backbone (default:"
              + " ${DEFAULT-VALUE}).")
  private Length probeDistance;

  @Mixin private ClassSceneOption classes;

  /**
   * Iterations between looks.
   *
   * @throws IllegalArgumentException if there are none
   */
  public long every() {
    if (every < 1) {
      throw new IllegalArgumentException("--observe-every " + every + ": at least one is needed");
    }
    return every;
  }

  /**
   * Who watches.
   *
   * @param data the scenes that are trained on
   * @param view how they are read
   * @param drawn where pictures are, and those of a run that goes on may be
   * @param say hears of scenes that can't be read any more
   * @throws IOException if what to show or to probe can't be used
   */
  public List<Observer> observers(
      List<String> data, SceneView view, Recipe recipe, Path drawn, Consumer<String> say)
      throws IOException {
    ImageNormalisation normalisation =
        ImageNormalisation.of(
            recipe.normalisation().mean(), recipe.normalisation().standardDeviation());
    int threads = Runtime.getRuntime().availableProcessors();
    int bands = normalisation.mean().length;
    List<Observer> observers = new ArrayList<>();
    for (String scene : pictures) {
      PictureObserver.require(scene, view, bands);
    }
    List<String> shown = pictures;
    if (shown.isEmpty()) {
      // Without what can't be read any more, and nothing else in its place.
      shown = new NumberedScenes(drawn).read().stream().filter(data::contains).toList();
    }
    if (shown.isEmpty()) {
      shown = some(data, view, bands);
    }
    if (!shown.isEmpty()) {
      observers.add(new PictureObserver(shown, view, normalisation, threads, say));
    }
    PairSplit heights = heights();
    List<ClassScene> scenes = classes.scenes();
    if (!heights.train().isEmpty() || !scenes.isEmpty()) {
      SceneView probed = view.withGroundSampleDistance(probeDistance.metres());
      FeatureProbes probes =
          new FeatureProbes(heights.train(), heights.test(), scenes, LABELS, DRAWS, probed);
      observers.add(new ProbeObserver(probes, normalisation, threads, say));
    }
    return observers;
  }

  /** Scenes of the data that can be shown. */
  private static List<String> some(List<String> data, SceneView view, int bands) {
    List<String> some = new ArrayList<>();
    for (String scene : EvenlySpread.of(data, CANDIDATES)) {
      if (some.size() < PICTURES && canBeShown(scene, view, bands)) {
        some.add(scene);
      }
    }
    return some;
  }

  private static boolean canBeShown(String scene, SceneView view, int bands) {
    try {
      PictureObserver.require(scene, view, bands);
      return true;
    } catch (IOException e) {
      // Without a place on Earth, for example, which training does not need.
      return false;
    }
  }

  private PairSplit heights() throws IOException {
    if (split == null) {
      return new PairSplit(List.of(), List.of());
    }
    Path folder = pairs == null ? split.toAbsolutePath().getParent() : pairs;
    return PairSplit.read(split, folder).toWatch(PAIRS);
  }
}
