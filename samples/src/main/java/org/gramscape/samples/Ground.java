package org.gramscape.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The land in parcels: fields with rows, meadows, bare soil, forest floor, gardens. */
final class Ground {

  /** How a parcel is used. */
  enum Use {
    CONIFERS,
    BROADLEAVES,
    PLANTATION,
    FIELD,
    MEADOW,
    SOIL,
    SETTLEMENT
  }

  /**
   * One parcel.
   *
   * @param angle of its rows, furrows and houses, in radians
   * @param vigour in [0, 1]: how well what grows there does
   * @param kind picks the colour or species, from 0
   */
  record Parcel(double x, double y, Use use, double angle, double vigour, int kind) {}

  /** A parcel and how far a place is from its border, in pixels. */
  record Place(Parcel parcel, double toBorder) {}

  /** Side of the lattice that parcels are scattered on, in pixels. */
  private static final int PITCH = 170;

  private static final float[][] CROPS = {
    Canvas.color(0x7b9450), // cereals in spring
    Canvas.color(0xc7b36a), // ripe grain
    Canvas.color(0xc4b845), // rapeseed in flower
    Canvas.color(0x5c7b48), // beet
    Canvas.color(0x7f8f45), // maize
  };
  private static final double[] CROP_METRES = {0.4, 0.8, 1.3, 0.5, 2.2};

  private static final float[][] SOILS = {
    Canvas.color(0x8a6a4c), Canvas.color(0xa98f6d), Canvas.color(0x6d5644)
  };
  private static final float[] GRASS = Canvas.color(0x7f9a52);
  private static final float[] DRY_GRASS = Canvas.color(0xa8a367);
  private static final float[] LITTER = Canvas.color(0x4a4a30);

  private final Noise noise;
  private final int columns;
  private final Parcel[] lattice;

  Ground(SplittableRandom random, int width, int height) {
    noise = new Noise(random.nextLong());
    columns = width / PITCH + 3;
    int rows = height / PITCH + 3;
    lattice = new Parcel[columns * rows];
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < lattice.length; i++) {
      if (uses.isEmpty()) {
        uses.addAll(List.of(Use.values()));
        uses.addAll(List.of(Use.CONIFERS, Use.BROADLEAVES, Use.FIELD, Use.FIELD, Use.MEADOW));
      }
      lattice[i] =
          new Parcel(
              (i % columns - 1 + random.nextDouble(0.1, 0.9)) * PITCH,
              (i / columns - 1 + random.nextDouble(0.1, 0.9)) * PITCH,
              uses.remove(random.nextInt(uses.size())),
              random.nextDouble(Math.PI),
              random.nextDouble(),
              random.nextInt(30));
    }
  }

  List<Parcel> parcels() {
    return List.of(lattice);
  }

  /** The parcel at a place: the nearest of the lattice, with borders that wander a little. */
  Place at(int x, int y) {
    double u = x + 9 * noise.smooth(x, y, 60);
    double v = y + 9 * noise.smooth(x + 999, y, 60);
    int column = Math.floorDiv(x, PITCH) + 1;
    int row = Math.floorDiv(y, PITCH) + 1;
    Parcel nearest = null;
    double least = Double.MAX_VALUE;
    double second = Double.MAX_VALUE;
    for (int r = Math.max(0, row - 2); r <= row + 2 && r * columns < lattice.length; r++) {
      for (int c = Math.max(0, column - 2); c <= Math.min(column + 2, columns - 1); c++) {
        Parcel parcel = lattice[r * columns + c];
        double distance = Math.hypot(u - parcel.x, v - parcel.y);
        if (distance < least) {
          second = least;
          least = distance;
          nearest = parcel;
        } else if (distance < second) {
          second = distance;
        }
      }
    }
    return new Place(nearest, (second - least) / 2);
  }

  void paint(Canvas canvas) {
    for (int y = 0; y < canvas.height; y++) {
      for (int x = 0; x < canvas.width; x++) {
        Place place = at(x, y);
        int i = canvas.index(x, y);
        if (place.toBorder < 2.5) {
          meadow(canvas, i, x, y, 0.6);
        } else {
          paint(canvas, i, x, y, place.parcel);
        }
      }
    }
  }

  private void paint(Canvas canvas, int i, int x, int y, Parcel parcel) {
    double across = x * Math.cos(parcel.angle) + y * Math.sin(parcel.angle);
    switch (parcel.use) {
      case FIELD -> field(canvas, i, x, y, parcel, across);
      case SOIL -> soil(canvas, i, x, y, parcel, across);
      case MEADOW -> {
        double swath = parcel.kind % 2 == 0 ? 0.05 * Math.signum(Math.sin(across * 0.28)) : 0;
        meadow(canvas, i, x, y, parcel.vigour + swath);
      }
      case SETTLEMENT -> meadow(canvas, i, x, y, 0.7);
      case CONIFERS, BROADLEAVES, PLANTATION ->
          canvas.plant(
              i,
              Cover.TREES,
              0.6 + 0.5 * noise.smooth(x, y, 8),
              LITTER,
              1 + 0.35 * noise.rough(x, y, 10));
    }
  }

  private void field(Canvas canvas, int i, int x, int y, Parcel parcel, double across) {
    int crop = parcel.kind % CROPS.length;
    double patchy = noise.rough(x, y, 70);
    double rows = Math.sin(across * 2 * Math.PI / (3.6 + parcel.kind % 3));
    double track = Math.abs(Math.floorMod((long) across, 46) - 4) == 3 ? -0.22 : 0;
    double brightness =
        0.92 + 0.12 * patchy + 0.07 * rows + track + 0.12 * parcel.vigour + grain(x, y, 0.05);
    canvas.plant(
        i,
        Cover.CROPLAND,
        CROP_METRES[crop] * (0.8 + 0.3 * parcel.vigour + 0.15 * patchy),
        CROPS[crop],
        brightness);
  }

  private void soil(Canvas canvas, int i, int x, int y, Parcel parcel, double across) {
    double furrow = 0.05 * Math.sin(across * 2 * Math.PI / 5);
    double wet = 0.14 * noise.rough(x, y, 90);
    canvas.ground(
        i,
        Cover.SOIL,
        SOILS[parcel.kind % SOILS.length],
        1 + furrow + wet + 0.08 * noise.smooth(x, y, 5) + grain(x, y, 0.05));
  }

  private void meadow(Canvas canvas, int i, int x, int y, double vigour) {
    double mix = Math.max(0, Math.min(1, vigour + 0.4 * noise.rough(x, y, 45)));
    float[] color = new float[3];
    for (int band = 0; band < 3; band++) {
      color[band] = (float) (DRY_GRASS[band] + mix * (GRASS[band] - DRY_GRASS[band]));
    }
    double tufts = 0.1 * noise.rough(x, y, 6);
    canvas.plant(i, Cover.MEADOW, 0.15 + 0.1 * mix, color, 0.95 + tufts + grain(x, y, 0.04));
  }

  private double grain(int x, int y, double amount) {
    return amount * noise.at(x, y);
  }
}
