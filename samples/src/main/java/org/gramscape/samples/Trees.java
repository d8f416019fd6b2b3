package org.gramscape.samples;

import java.util.SplittableRandom;
import org.gramscape.samples.Ground.Parcel;
import org.gramscape.samples.Ground.Place;
import org.gramscape.samples.Ground.Use;

/** Stands, hedges and single trees, crown by crown. */
final class Trees {

  /**
   * How a kind of tree looks from above.
   *
   * @param pointed 1 for a cone, 0 for a dome
   * @param spacing of stems as a share of the crown's diameter
   */
  private record Species(
      float[] color, double radius, double metres, double pointed, double rough, double spacing) {}

  private static final Species SPRUCE = new Species(Canvas.color(0x2f4a2c), 3.6, 27, 1, 0.10, 0.78);
  private static final Species PINE = new Species(Canvas.color(0x4d6440), 4.4, 21, 0.6, 0.18, 0.9);
  private static final Species BEECH =
      new Species(Canvas.color(0x57783a), 7.5, 24, 0.15, 0.22, 0.80);
  private static final Species OAK = new Species(Canvas.color(0x6a7a40), 8.5, 17, 0.1, 0.32, 0.86);
  private static final Species BIRCH =
      new Species(Canvas.color(0x7d9150), 4.8, 14, 0.35, 0.25, 0.95);
  private static final Species SAPLING =
      new Species(Canvas.color(0x4f7038), 2.2, 6, 0.7, 0.15, 1.15);
  private static final Species SHRUB = new Species(Canvas.color(0x5f7b42), 3.2, 4, 0.1, 0.30, 0.7);

  private final SplittableRandom random;
  private final Noise noise;

  Trees(SplittableRandom random) {
    this.random = random;
    this.noise = new Noise(random.nextLong());
  }

  void paint(Canvas canvas, Ground ground) {
    for (Parcel parcel : ground.parcels()) {
      Species species = speciesOf(parcel);
      if (species != null) {
        stand(canvas, ground, parcel, species);
      }
    }
    hedges(canvas, ground);
    single(canvas, ground);
  }

  private static Species speciesOf(Parcel parcel) {
    boolean even = parcel.kind() % 2 == 0;
    return switch (parcel.use()) {
      case CONIFERS -> even ? SPRUCE : PINE;
      case BROADLEAVES -> parcel.kind() % 3 == 0 ? BIRCH : even ? BEECH : OAK;
      case PLANTATION -> SAPLING;
      default -> null;
    };
  }

  /** Fills a parcel; a plantation in straight rows, a stand on a jittered lattice with gaps. */
  private void stand(Canvas canvas, Ground ground, Parcel parcel, Species species) {
    boolean rows = parcel.use() == Use.PLANTATION;
    double step = 2 * species.radius * species.spacing;
    double jitter = rows ? 0.06 * step : 0.38 * step;
    double cos = Math.cos(parcel.angle());
    double sin = Math.sin(parcel.angle());
    double age = 0.55 + 0.55 * parcel.vigour();
    for (double u = -260; u < 260; u += step) {
      for (double v = -260; v < 260; v += step) {
        double x = parcel.x() + u * cos - v * sin + random.nextDouble(-jitter, jitter);
        double y = parcel.y() + u * sin + v * cos + random.nextDouble(-jitter, jitter);
        Place place = ground.at((int) x, (int) y);
        boolean gap = !rows && noise.rough(x, y, 55) > 0.42;
        if (place.parcel() == parcel && place.toBorder() > 3 && !gap) {
          tree(canvas, x, y, species, age * (1 + 0.15 * noise.rough(x, y, 90)));
        }
      }
    }
  }

  /** Shrubs along some parcel borders. */
  private void hedges(Canvas canvas, Ground ground) {
    for (int y = 0; y < canvas.height; y += 3) {
      for (int x = 0; x < canvas.width; x += 3) {
        if (noise.smooth(x, y, 160) > 0.25 && ground.at(x, y).toBorder() < 1.8) {
          tree(canvas, x, y, random.nextInt(14) == 0 ? BIRCH : SHRUB, 1);
        }
      }
    }
  }

  /** Trees that stand alone in meadows and gardens. */
  private void single(Canvas canvas, Ground ground) {
    int tries = canvas.width * canvas.height / 900;
    for (int n = 0; n < tries; n++) {
      int x = random.nextInt(canvas.width);
      int y = random.nextInt(canvas.height);
      Parcel parcel = ground.at(x, y).parcel();
      boolean garden = parcel.use() == Use.SETTLEMENT && random.nextInt(3) > 0;
      boolean orchard = parcel.use() == Use.MEADOW && parcel.kind() % 3 == 0;
      if (garden || orchard || parcel.use() == Use.MEADOW && random.nextInt(7) == 0) {
        Species[] kinds = {OAK, BIRCH, SHRUB};
        tree(canvas, x, y, kinds[random.nextInt(3)], random.nextDouble(0.6, 1));
      }
    }
  }

  /** One crown, if it stands on open ground. */
  private void tree(Canvas canvas, double x, double y, Species species, double size) {
    double radius = species.radius * Math.sqrt(size) * random.nextDouble(0.8, 1.2);
    double metres = species.metres * size * random.nextDouble(0.85, 1.12);
    float[] color = species.color.clone();
    double tint = random.nextDouble(-0.12, 0.12);
    color[0] *= 1 + tint;
    color[2] *= 1 - tint;
    double shade = random.nextDouble(0.85, 1.15);
    int reach = (int) Math.ceil(radius * 1.2);
    if (canvas.contains((int) x, (int) y)
        && isPaved(canvas.cover[canvas.index((int) x, (int) y)])) {
      return;
    }
    for (int py = (int) y - reach; py <= y + reach; py++) {
      for (int px = (int) x - reach; px <= x + reach; px++) {
        double ragged = 1 + species.rough * noise.smooth(px, py, 3.5);
        double off = Math.hypot(px + 0.5 - x, py + 0.5 - y) / (radius * ragged);
        if (off >= 1 || !canvas.contains(px, py) || isPaved(canvas.cover[canvas.index(px, py)])) {
          continue;
        }
        double cone = 1 - 0.72 * off;
        double dome = 0.45 + 0.55 * Math.sqrt(1 - off * off);
        double shape = species.pointed * cone + (1 - species.pointed) * dome;
        double leaves = species.rough * noise.smooth(px, py, 2.4);
        canvas.plant(
            canvas.index(px, py),
            Cover.TREES,
            metres * shape * (1 + 0.25 * leaves),
            color,
            shade * (1 + leaves));
      }
    }
  }

  private static boolean isPaved(Cover cover) {
    return cover == Cover.BUILDING || cover == Cover.ROAD || cover == Cover.WATER;
  }
}
