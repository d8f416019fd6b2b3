package org.gramscape.cli.option;

import java.util.List;
import java.util.OptionalDouble;
import org.gramscape.tiling.ByteSize;
import org.gramscape.tiling.ScaleRule;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.scenes.SceneSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How training sees its scenes. */
public final class TrainingScenes {
  @Option(
      names = "--bands",
      paramLabel = "B,B,...",
      split = ",",
      description = "The bands to read of every scene, from 1 (default: all but alpha).")
  private List<Integer> bands = List.of();

  @Option(
      names = "--scale",
      paramLabel = "HOW",
      defaultValue = "bits",
      description =
          "Which stored values are black and white: bits (all that the bit depth allows),"
              + " range:LOW,HIGH, or percentile:LOW,HIGH of each whole scene (default:"
              + " ${DEFAULT-VALUE}).")
  private ScaleRule scale;

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

  @Mixin private BackendOption backend;

  /** How pictures and probes see scenes: in the same colours. */
  public SceneView view() {
    return new SceneView(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale,
        SceneView.DEFAULT.tile(),
        SceneView.DEFAULT.overlap(),
        OptionalDouble.empty());
  }

  /** Whether all bands are normalised as measured. */
  public boolean measured() {
    return measure;
  }

  /**
   * The settings.
   *
   * @param largestCrop side of the largest crop in pixels
   * @throws IllegalArgumentException if an option can't be meant
   */
  public SceneSettings settings(int largestCrop) {
    if (zoom.size() != 2) {
      throw new IllegalArgumentException("--zoom is two factors, for example 0.5,2");
    }
    SceneSettings usual = SceneSettings.usual(largestCrop);
    return new SceneSettings(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale,
        window == null ? usual.window() : window,
        zoom.get(0),
        zoom.get(1),
        mostShare,
        leastValid,
        kept == null ? usual.keptBytes() : kept.bytes());
  }
}
