package org.gramscape.canopy.forest;

import org.gramscape.canopy.MetreSource;

/** Heights by how many there are of each centimetre. */
public final class HeightStatistics {
  private static final int STEPS_A_METRE = 100;

  private final long[] counts = new long[(int) MetreSource.MAX_HEIGHT * STEPS_A_METRE + 1];
  private long count;
  private double sum;
  private double squares;
  private double most = Double.NaN;

  /**
   * @param height in metres, from 0 to {@link MetreSource#MAX_HEIGHT}
   */
  public void add(double height) {
    counts[(int) Math.rint(height * STEPS_A_METRE)]++;
    count++;
    sum += height;
    squares += height * height;
    most = Double.isNaN(most) ? height : Math.max(most, height);
  }

  /** Adds what others were added to. */
  public void add(HeightStatistics other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    sum += other.sum;
    squares += other.squares;
    if (other.count > 0) {
      most = count == other.count ? other.most : Math.max(most, other.most);
    }
  }

  public long count() {
    return count;
  }

  /** NaN without heights, as all that follow. */
  public double mean() {
    return sum / count;
  }

  public double standardDeviation() {
    return Math.sqrt(Math.max(0, squares / count - mean() * mean()));
  }

  public double most() {
    return most;
  }

  /**
   * The height that a share of all heights do not exceed, to a centimetre.
   *
   * @param percent from 0 to 100
   */
  public double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    long below = Math.max(1, (long) Math.ceil(percent / 100 * count));
    long seen = 0;
    int step = -1;
    while (seen < below) {
      seen += counts[++step];
    }
    return (double) step / STEPS_A_METRE;
  }

  /** The share of heights above so many metres, to a centimetre: canopy cover. */
  public double shareAbove(double metres) {
    long above = 0;
    for (int step = (int) Math.rint(metres * STEPS_A_METRE) + 1; step < counts.length; step++) {
      above += counts[step];
    }
    return (double) above / count;
  }
}
