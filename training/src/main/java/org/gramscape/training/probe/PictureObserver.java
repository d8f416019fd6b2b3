package org.gramscape.training.probe;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.TrainedBackbone;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.run.Observer;

/**
 * Makes pictures of what a backbone in training sees of some scenes, always the same, and tells how
 * sharp it is: see {@link FeaturePicture} and {@link Sharpness}. Neither needs labels.
 */
public final class PictureObserver implements Observer {
  /** Of a larger scene the middle is shown. */
  private static final int MOST_PATCHES = 40;

  private final List<WatchedScene> scenes;
  private final SceneView view;
  private final ImageNormalisation normalisation;
  private final int threads;
  private final Consumer<String> problems;

  /**
   * @param scenes paths or, for GDAL, addresses
   * @param view without a ground sample distance for each scene's own
   * @param normalisation of the training images
   * @param problems hears, in a line, of each scene that can't be read at a look
   */
  public PictureObserver(
      List<String> scenes,
      SceneView view,
      ImageNormalisation normalisation,
      int threads,
      Consumer<String> problems) {
    this.scenes = scenes.stream().map(WatchedScene::new).toList();
    this.view = view;
    this.normalisation = normalisation;
    this.threads = threads;
    this.problems = problems;
  }

  /**
   * Makes sure that a scene can be shown.
   *
   * @param bands that the network sees
   * @throws org.gramscape.geoio.UnusableInputException if it has too few bands or no georeference
   */
  public static void require(String scene, SceneView view, int bands) throws IOException {
    try (RasterSource source = view.open(scene)) {
      source.info().groundSampleDistance();
      view.bands(source.info(), bands);
    }
  }

  /**
   * Sees {@code similarity.shown.contrast} and {@code similarity.shown.isolated}, the mean {@link
   * Sharpness} of what is shown, or nothing if one of the scenes can't be read; writes {@code
   * sceneN-NAME-ITERATION.png} for each that can be, N as {@link NumberedScenes} has it.
   */
  @Override
  public Map<String, Double> observe(long iteration, VisionTransformer teacher, Path folder)
      throws IOException {
    NumberedScenes numbers = new NumberedScenes(folder);
    List<Sharpness> sharpness = new ArrayList<>();
    TrainedBackbone backbone = new TrainedBackbone(teacher, normalisation, 1, "");
    try (FeatureExtractor model = backbone.features()) {
      for (WatchedScene scene : scenes) {
        int number = numbers.number(scene.file());
        WatchedScene.Look look;
        try {
          look = scene.look(model, view, threads, MOST_PATCHES);
        } catch (IOException e) {
          problems.accept(
              "No picture after %d iterations: %s".formatted(iteration, e.getMessage()));
          continue;
        }
        String name = "scene%d-%s-%08d.png".formatted(number, name(scene), iteration);
        FeaturePicture.write(look.picture(), folder.resolve(name));
        sharpness.add(look.sharpness());
      }
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("while making pictures").initCause(e);
    }
    if (sharpness.size() < scenes.size()) {
      return Map.of(); // Of fewer scenes they would be other numbers under the same name.
    }
    Sharpness mean = Sharpness.mean(sharpness);
    Map<String, Double> seen = new LinkedHashMap<>();
    seen.put("similarity.shown.contrast", mean.contrast());
    seen.put("similarity.shown.isolated", mean.isolated());
    return seen;
  }

  /** Without folders and ending. */
  private static String name(WatchedScene scene) {
    return scene.file().replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[^.]*$", "");
  }
}
