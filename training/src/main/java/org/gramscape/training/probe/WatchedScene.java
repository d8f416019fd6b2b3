package org.gramscape.training.probe;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.SampleScaling;
import org.gramscape.tiling.SceneView;

/**
 * A scene that is looked at, and of which pictures are made, again and again, the same ground in
 * the same colours: each picture's components are those most like the last one's, the first's most
 * like red, green and blue.
 */
final class WatchedScene {
  private static final int BANDS = 3;

  /**
   * What is seen of it.
   *
   * @param picture see {@link FeaturePicture}
   * @param sharpness of what the picture shows
   */
  record Look(BufferedImage picture, Sharpness sharpness) {}

  private final String file;
  private double[][] last;
  private BufferedImage image;
  private int[] queries;

  WatchedScene(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  /**
   * Looks at the scene.
   *
   * @param view without a ground sample distance for the scene's own
   * @param mostPatches a side that are shown
   */
  Look look(FeatureExtractor model, SceneView view, int threads, int mostPatches)
      throws IOException, InterruptedException {
    try (RasterSource scene = view.open(file)) {
      double metres =
          view.groundSampleDistance().orElse(scene.info().groundSampleDistance().metres());
      FeatureReader reader =
          new FeatureReader(
              model, Layers.LAST, view.withGroundSampleDistance(metres), threads, mostPatches);
      RasterSource middle = reader.middle(scene);
      SceneFeatures features = wholePatches(reader.read(middle), middle.info());
      if (image == null) {
        image = image(middle, features, view, model.info().normalisation().mean().length);
        last = colors(image, features);
        queries = TypicalPatches.of(last, features.valid());
      }
      last = StableComponents.of(features, last);
      return new Look(FeaturePicture.of(features, image, last, queries), Sharpness.of(features));
    }
  }

  /** Without the patches that reach beyond the scene, unless there are no others. */
  private static SceneFeatures wholePatches(SceneFeatures features, RasterInfo scene)
      throws IOException {
    double[] end = end(features, scene);
    return features.part((int) Math.max(1, end[0] + 1e-6), (int) Math.max(1, end[1] + 1e-6));
  }

  /** Where the scene ends on the grid of patches. */
  private static double[] end(SceneFeatures features, RasterInfo scene) throws IOException {
    return scene.requireGeoreference().placeOn(features.place(), scene.width(), scene.height());
  }

  /** The scene on its grid of patches. */
  private static BufferedImage image(
      RasterSource scene, SceneFeatures features, SceneView view, int bandCount)
      throws IOException {
    RasterInfo info = scene.info();
    int cell = FeaturePicture.cell(features);
    double[] end = end(features, info);
    int width = Math.max(1, (int) Math.rint(end[0] * cell));
    int height = Math.max(1, (int) Math.rint(end[1] * cell));
    int[] bands = colors(view.bands(info, bandCount), info, view);
    SampleScaling scaling = view.scaling().of(scene, bands);
    PixelBlock block = scene.read(info.window(), bands);
    int size = block.window().size();
    float[] samples = new float[block.samples().length];
    boolean[] valid = new boolean[size];
    Arrays.fill(valid, true);
    for (int i = 0; i < samples.length; i++) {
      valid[i % size] &= block.valid()[i];
      samples[i] = block.valid()[i] ? scaling.scale(bands[i / size], block.samples()[i]) : 0;
    }
    Resampling toPanel = Resampling.between(info.width(), info.height(), width, height);
    float[] panel = toPanel.apply(samples, BANDS, valid);
    boolean[] panelValid = toPanel.apply(valid);
    BufferedImage image =
        new BufferedImage(
            features.width() * cell, features.height() * cell, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      int place = y * width + x;
      int color = 0xffffff;
      if (x < width && y < height && panelValid[place]) {
        color = 0;
        for (int band = 0; band < BANDS; band++) {
          float share = Math.max(0, Math.min(1, panel[band * width * height + place]));
          color = color << 8 | Math.round(255 * share);
        }
      }
      image.setRGB(x, y, color);
    }
    return image;
  }

  /** The bands to show as red, green and blue of those that the network sees: one if it has two. */
  private static int[] colors(int[] seen, RasterInfo info, SceneView view) throws IOException {
    if (seen.length < BANDS) {
      return new int[] {seen[0], seen[0], seen[0]};
    }
    return view.bands().isEmpty() ? view.bands(info, BANDS) : Arrays.copyOf(seen, BANDS);
  }

  /** The mean colour of each patch, {@code [3][patches]}. */
  private static double[][] colors(BufferedImage image, SceneFeatures features) {
    int cell = FeaturePicture.cell(features);
    double[][] colors = new double[BANDS][features.size()];
    for (int patch = 0; patch < features.size(); patch++) {
      for (int i = 0; i < cell * cell; i++) {
        int rgb =
            image.getRGB(
                patch % features.width() * cell + i % cell,
                patch / features.width() * cell + i / cell);
        for (int band = 0; band < BANDS; band++) {
          colors[band][patch] += (rgb >> (16 - 8 * band) & 255) / (double) (cell * cell);
        }
      }
    }
    return colors;
  }
}
