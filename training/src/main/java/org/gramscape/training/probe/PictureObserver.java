package org.gramscape.training.probe;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
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
 * Makes pictures of what a backbone in training sees of some scenes, always the same: see {@link
 * FeaturePicture}.
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

  /** Sees no numbers; writes {@code sceneN-NAME-ITERATION.png} for each scene that can be read. */
  @Override
  public Map<String, Double> observe(long iteration, VisionTransformer teacher, Path folder)
      throws IOException {
    TrainedBackbone backbone = new TrainedBackbone(teacher, normalisation, 1, "");
    try (FeatureExtractor model = backbone.features()) {
      for (int i = 0; i < scenes.size(); i++) {
        BufferedImage picture;
        try {
          picture = scenes.get(i).picture(model, view, threads, MOST_PATCHES);
        } catch (IOException e) {
          problems.accept(
              "No picture after %d iterations: %s".formatted(iteration, e.getMessage()));
          continue;
        }
        String name = "scene%d-%s-%08d.png".formatted(i + 1, name(scenes.get(i)), iteration);
        FeaturePicture.write(picture, folder.resolve(name));
      }
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("while making pictures").initCause(e);
    }
    return Map.of();
  }

  /** Without folders and ending. */
  private static String name(WatchedScene scene) {
    return scene.file().replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[^.]*$", "");
  }
}
