package org.gramscape.training.probe;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final double groundSampleDistance;
  private final int threads;

  /**
   * @param scenes paths or, for GDAL, addresses
   * @param normalisation of the training images
   * @param groundSampleDistance metres a pixel to show the scenes at, unless the view says
   */
  public PictureObserver(
      List<String> scenes,
      SceneView view,
      ImageNormalisation normalisation,
      double groundSampleDistance,
      int threads) {
    this.scenes = scenes.stream().map(WatchedScene::new).toList();
    this.view = view;
    this.normalisation = normalisation;
    this.groundSampleDistance = groundSampleDistance;
    this.threads = threads;
  }

  /** At most {@code count} of a list, evenly spread over it. */
  public static List<String> some(List<String> scenes, int count) {
    List<String> some = new ArrayList<>();
    int taken = Math.min(count, scenes.size());
    for (int i = 0; i < taken; i++) {
      some.add(scenes.get((int) ((i + 0.5) * scenes.size() / taken)));
    }
    return some;
  }

  /** Sees no numbers; writes {@code sceneN-NAME-ITERATION.png} for each scene. */
  @Override
  public Map<String, Double> observe(long iteration, VisionTransformer teacher, Path folder)
      throws IOException {
    TrainedBackbone backbone =
        new TrainedBackbone(teacher, normalisation, groundSampleDistance, "");
    try (FeatureExtractor model = backbone.features()) {
      FeatureReader reader = new FeatureReader(model, -1, view, threads, MOST_PATCHES);
      for (int i = 0; i < scenes.size(); i++) {
        BufferedImage picture = scenes.get(i).picture(reader);
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
