package org.gramscape.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.samples.Ground.Parcel;
import org.gramscape.samples.Ground.Place;
import org.gramscape.samples.Ground.Use;

/** Gabled houses and flat halls in the settlements, each on its own paved yard. */
final class Houses {
  private static final float[][] TILES = {
    Canvas.color(0xa0522f), Canvas.color(0x8a4634), Canvas.color(0x6b5a50), Canvas.color(0x55585c)
  };
  private static final float[] HALL = Canvas.color(0xb9bcbd);
  private static final float[] YARD = Canvas.color(0x99958c);

  /** Where a house stands, in pixels, and how its street runs. */
  private record Plot(double x, double y, double angle) {}

  private final SplittableRandom random;
  private final Noise noise;

  Houses(SplittableRandom random) {
    this.random = random;
    this.noise = new Noise(random.nextLong());
  }

  void paint(Canvas canvas, Ground ground) {
    List<Plot> plots = new ArrayList<>();
    for (Parcel parcel : ground.parcels()) {
      if (parcel.use() == Use.SETTLEMENT) {
        plots.addAll(plots(canvas, ground, parcel));
      }
    }
    plots.forEach(plot -> house(canvas, plot.x, plot.y, plot.angle));
  }

  /** The places in a parcel where a house may stand, in rows. */
  private List<Plot> plots(Canvas canvas, Ground ground, Parcel parcel) {
    double cos = Math.cos(parcel.angle());
    double sin = Math.sin(parcel.angle());
    List<Plot> plots = new ArrayList<>();
    for (int u = -80; u <= 80; u += 40) {
      for (int v = -84; v <= 84; v += 42) {
        double x = parcel.x() + u * cos - v * sin;
        double y = parcel.y() + u * sin + v * cos;
        Place place = ground.at((int) x, (int) y);
        boolean inside = place.parcel() == parcel && place.toBorder() > 16;
        if (inside && isFree(canvas, (int) x, (int) y) && random.nextDouble() < 0.85) {
          plots.add(new Plot(x, y, parcel.angle()));
        }
      }
    }
    return plots;
  }

  /** Whether neither road nor water is near. */
  private static boolean isFree(Canvas canvas, int x, int y) {
    for (int dy = -22; dy <= 22; dy += 2) {
      for (int dx = -22; dx <= 22; dx += 2) {
        if (canvas.contains(x + dx, y + dy)
            && canvas.cover[canvas.index(x + dx, y + dy)] != Cover.MEADOW) {
          return false;
        }
      }
    }
    return true;
  }

  private void house(Canvas canvas, double x, double y, double angle) {
    boolean hall = random.nextInt(6) == 0;
    double halfLength = hall ? random.nextDouble(15, 18) : random.nextDouble(8, 12.5);
    double halfWidth = hall ? random.nextDouble(11, 14) : random.nextDouble(6, 8.5);
    double eaves = hall ? 8 : random.nextDouble(3.5, 6);
    double turn = angle + (random.nextBoolean() ? 0 : Math.PI / 2);
    float[] roof = hall ? HALL : TILES[random.nextInt(TILES.length)];
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    int reach = 26;
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        int px = (int) x + dx;
        int py = (int) y + dy;
        if (!canvas.contains(px, py)) {
          continue;
        }
        double along = Math.abs(dx * cos + dy * sin);
        double across = dy * cos - dx * sin;
        int i = canvas.index(px, py);
        if (along < halfLength && Math.abs(across) < halfWidth) {
          double rise = hall ? 0 : 0.45 * (halfWidth - Math.abs(across));
          double worn = 1 + 0.06 * noise.at(px, py) + 0.05 * noise.smooth(px, py, 9);
          canvas.build(i, eaves + rise, roof, worn);
        } else if (along < halfLength + 1 && across > 0 && across < halfWidth + 7) {
          canvas.ground(i, Cover.ROAD, YARD, 1 + 0.05 * noise.at(px, py));
        }
      }
    }
  }
}
