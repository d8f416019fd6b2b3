package org.gramscape.cli.option;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.tiling.ByteSize;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.scenes.SceneFiles;
import org.gramscape.training.scenes.SceneSettings;
import org.gramscape.training.scenes.Scenes;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What training sees, and how. */
public final class TrainingScenes {
  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "SCENES",
      description =
          "A scene, a folder (searched with all below it), a pattern as 'scenes/*.tif', or a text"
              + " file that lists some; may be said several times.")
  private List<String> data;

  @Option(
      names = "--bands",
      paramLabel = "B,B,...",
      split = ",",
      description = "The bands to read of every scene, from 1 (default: all but alpha).")
  private List<Integer> bands = List.of();

  @Option(
      names = "--window",
      paramLabel = "PX",
      description =
          "Side of the windows that crops are cut from, in pixels of the scene (default: 256, or"
              + " that of the largest crop if that is more).")
  private Integer window;

  @Option(
      names = "--zoom",
      arity = "1",
      split = ",",
      paramLabel = "MIN,MAX",
      defaultValue = "0.5,2",
      description =
          "How many times as large a window may be, at random, so that ground sample distances vary"
              + " (default: ${DEFAULT-VALUE}).")
  private List<Double> zoom;

  @Option(
      names = "--most-of-a-scene",
      paramLabel = "SHARE",
      defaultValue = "0.25",
      description =
          "Scenes are drawn by their area; none gives more than this share of the windows, however"
              + " large it is (default: ${DEFAULT-VALUE}).")
  private double mostShare;

  @Option(
      names = "--least-valid",
      paramLabel = "SHARE",
      defaultValue = "0.75",
      description =
          "Windows with a smaller share of valid pixels are not used (default: ${DEFAULT-VALUE}).")
  private double leastValid;

  @Option(
      names = "--keep-decoded",
      paramLabel = "SIZE",
      description =
          "Memory for decoded scenes, the smallest first; of the others windows are read when they"
              + " are needed (default: a quarter of the Java heap).")
  private ByteSize kept;

  @Option(
      names = "--measure-bands",
      description =
          "Normalise every band as measured over the scenes, not as the recipe declares. Bands that"
              + " it declares nothing for are measured anyway.")
  private boolean measure;

  @Mixin private ScaleOption scale;
  @Mixin private BackendOption backend;

  /** How pictures and probes see scenes: in the same colours. */
  public SceneView view() {
    return new SceneView(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale.get(),
        SceneView.DEFAULT.tile(),
        SceneView.DEFAULT.overlap(),
        OptionalDouble.empty());
  }

  /** Whether all bands are normalised as measured. */
  public boolean measured() {
    return measure;
  }

  /** What was said of the recipe behind {@code --data}, which takes every word up. */
  public List<String> overrides() {
    return data.stream().filter(RecipeOptions::isOverride).toList();
  }

  /** The scenes' files. */
  public List<String> places() throws IOException {
    return SceneFiles.find(data.stream().filter(word -> !RecipeOptions.isOverride(word)).toList());
  }

  /**
   * Looks at the scenes.
   *
   * @param say hears what there is, and what can't be used
   * @throws IllegalArgumentException if an option can't be meant
   */
  public Scenes open(List<String> places, Recipe recipe, Consumer<String> say) throws IOException {
    int largestCrop =
        recipe.crops().sizes().stream()
            .mapToInt(sizes -> Math.max(sizes.global(), sizes.gram()))
            .max()
            .orElseThrow();
    Scenes scenes = Scenes.open(places, settings(largestCrop), say);
    say.accept(
        String.format(
            Locale.ROOT,
            "%d scene(s) of %.1f megapixels",
            scenes.count(),
            scenes.validPixels() / 1e6));
    return scenes;
  }

  /** Where nothing is declared for bands, or it is not wanted, what was measured counts. */
  public Normalisation normalisation(Recipe recipe, Scenes scenes, Consumer<String> say) {
    Normalisation declared = recipe.normalisation();
    Normalisation used = measure ? scenes.statistics() : scenes.completed(declared);
    if (used != declared) {
      say.accept(
          "Bands are normalised by the means %s and deviations %s"
              .formatted(Arrays.toString(used.mean()), Arrays.toString(used.standardDeviation())));
    }
    return used;
  }

  private SceneSettings settings(int largestCrop) {
    if (zoom.size() != 2) {
      throw new IllegalArgumentException("--zoom is two factors, for example 0.5,2");
    }
    SceneSettings usual = SceneSettings.usual(largestCrop);
    return new SceneSettings(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale.get(),
        window == null ? usual.window() : window,
        zoom.get(0),
        zoom.get(1),
        mostShare,
        leastValid,
        kept == null ? usual.keptBytes() : kept.bytes());
  }
}
