package org.gramscape.samples;

import java.util.SplittableRandom;

/** A lake and a stream, with ripples and a shore of bare soil. */
final class Waters {
  private static final float[] DEEP = Canvas.color(0x1f3f4d);
  private static final float[] SHALLOW = Canvas.color(0x4a6a5c);
  private static final float[] SHORE = Canvas.color(0xb8a985);

  private final Noise noise;
  private final double lakeX;
  private final double lakeY;
  private final double lakeRadius;
  private final double streamX;
  private final double streamWidth;

  Waters(SplittableRandom random, int width, int height) {
    noise = new Noise(random.nextLong());
    lakeX = width * random.nextDouble(0.15, 0.85);
    lakeY = height * random.nextDouble(0.15, 0.85);
    lakeRadius = Math.min(width, height) * random.nextDouble(0.11, 0.16);
    streamX = width * random.nextDouble(0.1, 0.9);
    streamWidth = random.nextDouble(7, 12);
  }

  void paint(Canvas canvas) {
    for (int y = 0; y < canvas.height; y++) {
      double middle = streamX + 70 * noise.rough(0, y, 260);
      for (int x = 0; x < canvas.width; x++) {
        double wobble = 1 + 0.35 * noise.rough(x, y, 130);
        double inLake = lakeRadius * wobble - Math.hypot(x - lakeX, (y - lakeY) * 1.25);
        double inStream = streamWidth - Math.abs(x - middle);
        paint(canvas, canvas.index(x, y), x, y, Math.max(inLake, inStream));
      }
    }
  }

  /** Paints a pixel that lies {@code depth} pixels inside the waterline (negative: outside). */
  private void paint(Canvas canvas, int i, int x, int y, double depth) {
    double ripple =
        0.06 * Math.sin((x * 0.9 + y * 0.55 + 6 * noise.smooth(x, y, 30)) * 1.1)
            + 0.05 * noise.smooth(x * 0.5, y, 3);
    if (depth > 0) {
      double deep = Math.min(1, depth / 22);
      float[] color = new float[3];
      for (int band = 0; band < 3; band++) {
        color[band] = (float) (SHALLOW[band] + deep * (DEEP[band] - SHALLOW[band]));
      }
      canvas.ground(i, Cover.WATER, color, 1 + ripple + 0.1 * noise.rough(x, y, 120));
    } else if (depth > -3.5) {
      canvas.ground(i, Cover.SOIL, SHORE, 0.95 + 0.15 * noise.smooth(x, y, 4));
    }
  }
}
