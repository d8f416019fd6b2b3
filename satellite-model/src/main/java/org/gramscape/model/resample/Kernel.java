package org.gramscape.model.resample;

/** An even function by which samples are weighted with their distance. */
public enum Kernel {
  BILINEAR(1) {
    @Override
    double at(double distance) {
      return Math.max(0, 1 - Math.abs(distance));
    }
  },
  /** Keys' cubic with a = -0.5, as images are resized with. */
  CATMULL_ROM(2) {
    @Override
    double at(double distance) {
      return cubic(Math.abs(distance), -0.5);
    }
  },
  /** Keys' cubic with a = -0.75, as features are resized with. */
  BICUBIC_075(2) {
    @Override
    double at(double distance) {
      return cubic(Math.abs(distance), -0.75);
    }
  };

  private final int radius;

  Kernel(int radius) {
    this.radius = radius;
  }

  /** Beyond this distance the weight is 0. */
  int radius() {
    return radius;
  }

  abstract double at(double distance);

  private static double cubic(double x, double a) {
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  }
}
