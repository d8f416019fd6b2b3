package org.gramscape.training.probe;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.gramscape.geoio.PendingFile;

/**
 * What a backbone sees of a scene, side by side: the image with three patches marked; the principal
 * components of the patch tokens as red, green and blue, each from its 2nd to its 98th percentile;
 * and the cosine similarity of all patches to each of the three, framed in its mark's colour, from
 * dark (0 or less) to light (1).
 */
final class FeaturePicture {
  /** Panels are about as wide. */
  private static final int PANEL = 360;

  private static final int GAP = 8;
  private static final int FRAME = 4;
  private static final Color[] MARKS = {
    new Color(0xff3b30), new Color(0x2f7bff), new Color(0x21c45d)
  };
  private static final int EMPTY = 0xffffff;

  private final SceneFeatures scene;
  private final int cell;
  private final BufferedImage picture;
  private int left = GAP;

  private FeaturePicture(SceneFeatures scene, int panels) {
    this.scene = scene;
    this.cell = cell(scene);
    int width = panels * (scene.width() * cell + GAP) + GAP;
    int height = scene.height() * cell + 2 * GAP;
    this.picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
  }

  /** Pixels a side that a patch has in a panel. */
  static int cell(SceneFeatures scene) {
    return Math.max(2, PANEL / Math.max(scene.width(), scene.height()));
  }

  /**
   * Draws it.
   *
   * @param image the scene, {@link #cell} pixels a patch
   * @param components {@code [3][patches]}
   * @param queries the patches to compare with
   */
  static BufferedImage of(
      SceneFeatures scene, BufferedImage image, double[][] components, int[] queries) {
    FeaturePicture picture = new FeaturePicture(scene, 2 + queries.length);
    picture.image(image, queries);
    int[] colors = colors(scene, components);
    picture.panel(patch -> colors[patch]);
    for (int q = 0; q < queries.length; q++) {
      picture.similarity(queries[q], MARKS[q]);
    }
    return picture.picture;
  }

  private void image(BufferedImage image, int[] queries) {
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(image, left, GAP, null);
    for (int q = 0; q < queries.length; q++) {
      mark(graphics, queries[q], MARKS[q]);
    }
    graphics.dispose();
    left += scene.width() * cell + GAP;
  }

  private void similarity(int query, Color color) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(
        left - FRAME,
        GAP - FRAME,
        scene.width() * cell + 2 * FRAME,
        scene.height() * cell + 2 * FRAME);
    int start = left;
    panel(patch -> ColorRamp.of(scene.similarity(query, patch)));
    int next = left;
    left = start;
    mark(graphics, query, color);
    left = next;
    graphics.dispose();
  }

  /** Each patch in one colour. */
  private void panel(IntUnaryOperator color) {
    for (int patch = 0; patch < scene.size(); patch++) {
      int rgb = scene.valid()[patch] ? color.applyAsInt(patch) : EMPTY;
      int x = left + patch % scene.width() * cell;
      int y = GAP + patch / scene.width() * cell;
      for (int i = 0; i < cell * cell; i++) {
        picture.setRGB(x + i % cell, y + i / cell, rgb);
      }
    }
    left += scene.width() * cell + GAP;
  }

  /** A square around a patch of the panel that begins at {@code left}. */
  private void mark(Graphics2D graphics, int patch, Color color) {
    int x = left + patch % scene.width() * cell;
    int y = GAP + patch / scene.width() * cell;
    for (int out = 1; out <= 4; out++) {
      graphics.setColor(out == 1 || out == 4 ? Color.WHITE : color);
      graphics.drawRect(x - out, y - out, cell + 2 * out - 1, cell + 2 * out - 1);
    }
  }

  private static int[] colors(SceneFeatures scene, double[][] components) {
    int[] colors = new int[scene.size()];
    for (double[] component : components) {
      double[] sorted =
          IntStream.range(0, scene.size())
              .filter(patch -> scene.valid()[patch])
              .mapToDouble(patch -> component[patch])
              .sorted()
              .toArray();
      double low = sorted[(int) (0.02 * (sorted.length - 1))];
      double range = Math.max(sorted[(int) Math.ceil(0.98 * (sorted.length - 1))] - low, 1e-12);
      Arrays.setAll(
          colors,
          patch -> {
            double share = Math.max(0, Math.min(1, (component[patch] - low) / range));
            return colors[patch] << 8 | (int) Math.rint(255 * share);
          });
    }
    return colors;
  }

  /** Writes a PNG, whole or not at all, in the place of one that may be there. */
  static void write(BufferedImage picture, Path file) throws IOException {
    try (PendingFile pending = PendingFile.beside(file, true)) {
      try (var out = Files.newOutputStream(pending.path())) {
        ImageIO.write(picture, "png", out);
      }
      pending.commit();
    }
  }
}
