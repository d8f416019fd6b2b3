package org.gramscape.samples;

import java.util.SplittableRandom;

/** Sun, shadows, haze and the camera: turns painted colours into what a sensor sees. */
final class Light {
  private static final double PIXEL_METRES = SampleScene.GROUND_SAMPLE_DISTANCE;
  private static final double SUN_ELEVATION = Math.toRadians(48);
  private static final float[] SKY = {0.42f, 0.46f, 0.54f};

  private final double sunX;
  private final double sunY;
  private final double sunZ = Math.sin(SUN_ELEVATION);
  private final Noise drift;
  private final SplittableRandom random;

  Light(SplittableRandom random) {
    double azimuth = Math.toRadians(random.nextDouble(140, 170));
    sunX = Math.sin(azimuth) * Math.cos(SUN_ELEVATION);
    sunY = -Math.cos(azimuth) * Math.cos(SUN_ELEVATION);
    drift = new Noise(random.nextLong());
    this.random = random;
  }

  /** Red, green and blue in [0, 255], {@code [3, height, width]}. */
  double[] expose(Canvas canvas) {
    float[] sun = sunlight(canvas);
    int size = canvas.width * canvas.height;
    float[][] lit = new float[3][size];
    for (int band = 0; band < 3; band++) {
      for (int i = 0; i < size; i++) {
        lit[band][i] = canvas.rgb[band][i] * (SKY[band] + (1.15f - SKY[band]) * sun[i]);
      }
    }
    double[] samples = new double[3 * size];
    for (int band = 0; band < 3; band++) {
      for (int y = 0; y < canvas.height; y++) {
        for (int x = 0; x < canvas.width; x++) {
          double haze = 0.02 + 0.012 * band;
          double value = blurred(lit[band], canvas, x, y) * (1 + 0.05 * drift.smooth(x, y, 600));
          double noise = random.nextDouble(-1, 1) + random.nextDouble(-1, 1);
          samples[band * size + canvas.index(x, y)] =
              Math.max(0, Math.min(255, Math.rint(255 * (value + haze) + 1.8 * noise)));
        }
      }
    }
    return samples;
  }

  /** Direct light a pixel in [0, 1.4]: 0 in full shadow, 0.8 on flat ground. */
  private float[] sunlight(Canvas canvas) {
    float[] sun = new float[canvas.width * canvas.height];
    for (int y = 0; y < canvas.height; y++) {
      for (int x = 0; x < canvas.width; x++) {
        double slopeX = slope(canvas, x - 1, y, x + 1, y);
        double slopeY = slope(canvas, x, y - 1, x, y + 1);
        double facing =
            (sunZ - slopeX * sunX - slopeY * sunY)
                / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
        double lambert = Math.max(0, facing) / sunZ;
        sun[canvas.index(x, y)] =
            (float) (0.8 * Math.min(1.7, lambert) * (1 - shadow(canvas, x, y)));
      }
    }
    return sun;
  }

  /** Slope between two pixels two apart, softened: leaves let light through. */
  private static double slope(Canvas canvas, int x1, int y1, int x2, int y2) {
    double rise = height(canvas, x2, y2) - height(canvas, x1, y1);
    return Math.max(-1.2, Math.min(1.2, 0.45 * rise / (2 * PIXEL_METRES)));
  }

  private static double height(Canvas canvas, int x, int y) {
    int cx = Math.max(0, Math.min(canvas.width - 1, x));
    int cy = Math.max(0, Math.min(canvas.height - 1, y));
    return canvas.surface[canvas.index(cx, cy)];
  }

  /** How much of the sun is hidden at a pixel, in [0, 1]: walks towards it. */
  private double shadow(Canvas canvas, int x, int y) {
    double flat = Math.hypot(sunX, sunY);
    double rise = PIXEL_METRES * sunZ / flat;
    double ray = canvas.surface[canvas.index(x, y)];
    double hidden = 0;
    for (int step = 1; step <= 48 && hidden < 1; step++) {
      double px = x + step * sunX / flat;
      double py = y + step * sunY / flat;
      if (px < 0 || py < 0 || px >= canvas.width || py >= canvas.height) {
        break;
      }
      double above = canvas.surface[canvas.index((int) px, (int) py)] - (ray + step * rise);
      hidden = Math.max(hidden, Math.min(1, above / 1.5));
    }
    return hidden;
  }

  /** The optics: a pixel sees a little of its neighbours. */
  private static double blurred(float[] band, Canvas canvas, int x, int y) {
    int left = canvas.index(Math.max(0, x - 1), y);
    int right = canvas.index(Math.min(canvas.width - 1, x + 1), y);
    int up = canvas.index(x, Math.max(0, y - 1));
    int down = canvas.index(x, Math.min(canvas.height - 1, y + 1));
    return 0.52 * band[canvas.index(x, y)]
        + 0.12 * (band[left] + band[right] + band[up] + band[down]);
  }
}
