package org.gramscape.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.gramscape.features.ComponentColors;
import org.gramscape.features.DenseFeatures;
import org.gramscape.features.FeatureSpool;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;

/** Computes a scene's dense features and shows their principal components as a picture. */
public final class ShowFeatures {
  private ShowFeatures() {}

  /**
   * @param arguments a folder for the files
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "gramscape-sample");
    SampleScene sample = SampleScene.generate(1, 512, 512, folder, true);
    SceneView view = SceneView.DEFAULT;

    try (FeatureExtractor model = Models.local().open(Models.standard());
        RasterSource scene = view.open(sample.scene().toString())) {
      DenseFeatures features = new DenseFeatures(scene, view, model, Layers.LAST);
      int width = features.width();
      int height = features.height();
      BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      try (FeatureSpool spool =
          new FeatureSpool(folder.resolve("features.png"), features.channels(), width)) {
        features.run(spool, 2, ProgressListener.NONE);
        ComponentColors colors =
            ComponentColors.of(spool, features.channels(), (long) width * height);
        spool.replay(rows -> paint(colors.apply(rows), picture));
      }
      ImageIO.write(picture, "png", folder.resolve("features.png").toFile());
      System.out.println(width + " x " + height + " patches of " + features.channels());
    }
  }

  private static void paint(PixelBlock rows, BufferedImage picture) {
    for (int row = 0; row < rows.window().height(); row++) {
      for (int x = 0; x < rows.window().width(); x++) {
        int color = 0;
        for (int band = 0; band < rows.bands(); band++) {
          double share = rows.samples()[rows.index(band, row, x)];
          color = color << 8 | (int) Math.round(255 * share);
        }
        picture.setRGB(x, rows.window().row() + row, color);
      }
    }
  }
}
