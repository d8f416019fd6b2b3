package org.gramscape.samples;

/** Seeded value noise: smooth random numbers in [-1, 1] over the plane. */
final class Noise {
  private final long seed;

  Noise(long seed) {
    this.seed = seed;
  }

  /** A random number in [-1, 1) that belongs to the lattice point. */
  double at(long x, long y) {
    long h = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return (h ^ (h >>> 31)) * 0x1p-63;
  }

  /** One octave whose features are about {@code size} across. */
  double smooth(double x, double y, double size) {
    double u = x / size;
    double v = y / size;
    long column = (long) Math.floor(u);
    long row = (long) Math.floor(v);
    double s = ease(u - column);
    double t = ease(v - row);
    double top = at(column, row) + s * (at(column + 1, row) - at(column, row));
    double bottom = at(column, row + 1) + s * (at(column + 1, row + 1) - at(column, row + 1));
    return top + t * (bottom - top);
  }

  /** Three octaves, from {@code size} down to a quarter of it. */
  double rough(double x, double y, double size) {
    return (4 * smooth(x, y, size)
            + 2 * smooth(x + 31, y + 17, size / 2)
            + smooth(x + 57, y + 91, size / 4))
        / 7;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }
}
