package org.gramscape.canopy;

import java.util.ArrayList;
import java.util.List;

/**
 * Heights by ridge regression on features, whose penalty is chosen by the error on scenes that were
 * held out.
 *
 * <p>Features are standardised; a scene's samples are in one of {@value #FOLDS} folds. The samples
 * themselves are not kept.
 */
public final class HeightRegression {
  private static final int FOLDS = 5;

  private final List<NormalEquations> folds = new ArrayList<>();
  private final float[] target = new float[1];

  /**
   * @param features length of a feature vector
   */
  public HeightRegression(int features) {
    for (int f = 0; f < FOLDS; f++) {
      folds.add(new NormalEquations(features, 1));
    }
  }

  /**
   * Adds a sample.
   *
   * @param scene number of its scene, from 0
   * @param height in metres
   */
  public void add(int scene, float[] feature, float height) {
    target[0] = height;
    folds.get(scene % FOLDS).add(feature, 0, target);
  }

  /** The number of samples so far. */
  public long count() {
    return folds.stream().mapToLong(NormalEquations::count).sum();
  }

  /**
   * Fits to all samples.
   *
   * @throws UnsuitableHeightsException if there are samples of fewer than two scenes
   */
  public Fitted fit() throws UnsuitableHeightsException {
    if (folds.stream().filter(fold -> fold.count() > 0).count() < 2) {
      throw new UnsuitableHeightsException(
          "two images with known heights or more are needed to fit to; add others");
    }
    RidgeFit fit = RidgeFit.of(folds);
    return new Fitted(fit.ridge(), fit.penalty(), fit.r2());
  }

  /** A fit to all samples. */
  public static final class Fitted {
    private final RidgeRegression ridge;
    private final double penalty;
    private final double heldOutR2;

    private Fitted(RidgeRegression ridge, double penalty, double heldOutR2) {
      this.ridge = ridge;
      this.penalty = penalty;
      this.heldOutR2 = heldOutR2;
    }

    /** Height in metres, at least 0. */
    public float predict(float[] feature) {
      float[] value = new float[1];
      ridge.predict(feature, 0, value);
      return Math.max(0, value[0]);
    }

    /** Chosen, relative to the number of samples. */
    public double penalty() {
      return penalty;
    }

    /** Coefficient of determination of all held-out samples. */
    public double heldOutR2() {
      return heldOutR2;
    }
  }
}
