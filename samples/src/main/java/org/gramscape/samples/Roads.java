package org.gramscape.samples;

import java.util.SplittableRandom;

/** Asphalt roads with a centre line, and a gravel track. */
final class Roads {
  private static final float[] ASPHALT = Canvas.color(0x77777a);
  private static final float[] MARKING = Canvas.color(0xd8d8d4);
  private static final float[] GRAVEL = Canvas.color(0xbcab8f);

  private final Noise noise;
  private final Road[] roads;

  /** A road that runs through (x, y) at an angle, and bends. */
  private record Road(double x, double y, double angle, double halfWidth, boolean asphalt) {}

  Roads(SplittableRandom random, int width, int height) {
    noise = new Noise(random.nextLong());
    double angle = random.nextDouble(Math.PI);
    roads =
        new Road[] {
          road(random, width, height, angle + 1.2, 3.2, false),
          road(random, width, height, angle + 2.2, 4.6, true),
          road(random, width, height, angle, 6.5, true)
        };
  }

  private static Road road(
      SplittableRandom random, int w, int h, double angle, double halfWidth, boolean asphalt) {
    return new Road(
        w * random.nextDouble(0.25, 0.75),
        h * random.nextDouble(0.25, 0.75),
        angle,
        halfWidth,
        asphalt);
  }

  void paint(Canvas canvas) {
    for (Road road : roads) {
      double cos = Math.cos(road.angle);
      double sin = Math.sin(road.angle);
      for (int y = 0; y < canvas.height; y++) {
        for (int x = 0; x < canvas.width; x++) {
          double along = (x - road.x) * cos + (y - road.y) * sin;
          double bend = 45 * noise.smooth(along, road.x, 350);
          double off = Math.abs((y - road.y) * cos - (x - road.x) * sin - bend);
          if (off < road.halfWidth) {
            paint(canvas, canvas.index(x, y), x, y, road, along, off);
          }
        }
      }
    }
  }

  private void paint(Canvas canvas, int i, int x, int y, Road road, double along, double off) {
    double worn = 1 + 0.07 * noise.rough(x, y, 25) + 0.04 * noise.at(x, y);
    if (!road.asphalt) {
      boolean grassy = off < 0.8;
      canvas.ground(i, Cover.ROAD, GRAVEL, grassy ? 0.8 * worn : worn);
    } else if (off < 0.6 && Math.floorMod((long) along, 16) < 9) {
      canvas.ground(i, Cover.ROAD, MARKING, worn);
    } else {
      canvas.ground(i, Cover.ROAD, ASPHALT, worn);
    }
  }
}
