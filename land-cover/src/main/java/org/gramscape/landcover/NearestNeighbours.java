package org.gramscape.landcover;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Votes of the {@code k} samples of greatest cosine similarity s, each with the weight {@code exp(s
 * / 0.07)} (Wu et al. 2018; the temperature is DINO's).
 *
 * @param classes number of classes
 * @param samples {@code [samples, features]}, standardised, of length 1 each
 * @param sampleClasses {@code [samples]}, index of each sample's class
 */
record NearestNeighbours(int classes, float[] samples, int[] sampleClasses) implements Classifier {
  private static final int NEIGHBOURS = 10;
  private static final double TEMPERATURE = 0.07;

  NearestNeighbours {
    if (sampleClasses.length == 0 || samples.length % sampleClasses.length != 0) {
      throw new IllegalArgumentException(
          samples.length + " numbers do not fit " + sampleClasses.length + " samples");
    }
    if (Arrays.stream(sampleClasses).anyMatch(c -> c < 0 || c >= classes)) {
      throw new IllegalArgumentException("a sample of a class that is none of " + classes);
    }
  }

  /** Of one sample a class, of any length. */
  static NearestNeighbours ofPrototypes(float[][] prototypes) {
    return of(prototypes.length, prototypes, IntStream.range(0, prototypes.length).toArray());
  }

  /** Of samples of any length. */
  static NearestNeighbours of(int classes, float[][] samples, int[] sampleClasses) {
    int features = samples[0].length;
    float[] units = new float[samples.length * features];
    for (int s = 0; s < samples.length; s++) {
      System.arraycopy(UnitVectors.of(samples[s]), 0, units, s * features, features);
    }
    return new NearestNeighbours(classes, units, sampleClasses.clone());
  }

  @Override
  public int features() {
    return samples.length / sampleClasses.length;
  }

  @Override
  public void classify(float[] x, float[] shares) {
    int kept = Math.min(NEIGHBOURS, sampleClasses.length);
    int[] nearest = new int[kept];
    double[] similarity = new double[kept];
    int found = 0;
    double inverse = 1 / UnitVectors.length(x);
    for (int s = 0; s < sampleClasses.length; s++) {
      double cosine = 0;
      for (int i = 0; i < x.length; i++) {
        cosine += (double) samples[s * x.length + i] * x[i];
      }
      cosine *= inverse;
      if (found == kept && cosine <= similarity[kept - 1]) {
        continue;
      }
      int place = found < kept ? found++ : kept - 1;
      while (place > 0 && similarity[place - 1] < cosine) {
        similarity[place] = similarity[place - 1];
        nearest[place] = nearest[place - 1];
        place--;
      }
      similarity[place] = cosine;
      nearest[place] = s;
    }
    vote(nearest, similarity, shares);
  }

  private void vote(int[] nearest, double[] similarity, float[] shares) {
    double[] votes = new double[classes];
    double sum = 0;
    for (int n = 0; n < nearest.length; n++) {
      double weight = Math.exp((similarity[n] - similarity[0]) / TEMPERATURE);
      votes[sampleClasses[nearest[n]]] += weight;
      sum += weight;
    }
    for (int c = 0; c < classes; c++) {
      shares[c] = (float) (votes[c] / sum);
    }
  }
}
