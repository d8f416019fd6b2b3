package org.gramscape.model;

/** Mean and standard deviation of red, green and blue in [0, 1] over a model's training images. */
public enum ImageNormalisation {
  /** Satellite images at 0.6 m (DINOv3 paper, section 8.1). */
  SAT_493M(new float[] {0.430f, 0.411f, 0.296f}, new float[] {0.213f, 0.156f, 0.143f}),
  /** Photographs: ImageNet's statistics. */
  LVD_1689M(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  private final float[] mean;
  private final float[] standardDeviation;

  ImageNormalisation(float[] mean, float[] standardDeviation) {
    this.mean = mean;
    this.standardDeviation = standardDeviation;
  }

  public float[] mean() {
    return mean.clone();
  }

  public float[] standardDeviation() {
    return standardDeviation.clone();
  }
}
