package org.gramscape.training.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.model.dense.DenseRecipe;
import org.gramscape.model.dense.DenseSource;
import org.gramscape.model.dense.DenseTraining;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.tiling.Fingerprint;
import org.gramscape.tiling.Resampling;

/**
 * Ground in memory: windows to learn from, drawn so that rare classes are seen too, and ground that
 * is held out.
 */
public final class Grounds implements DenseSource {
  /** Middles of windows are among the pixels of every eighth row and column. */
  private static final int LATTICE = 8;

  private final DenseRecipe recipe;
  private final double metres;
  private final List<Ground> grounds;
  private final TruthKind kind;
  private final HeldOut heldOut;

  /** Pixels by their classes: the ground's number, row and column. */
  private final List<List<int[]>> middles = new ArrayList<>();

  private final double[] chances;

  /**
   * Draws what is held out.
   *
   * @param grounds in pixels of {@link #metres}
   * @param balance 0 draws classes by their area, 1 all alike
   * @throws InvalidRasterException if nothing can be held out, or nothing is left to learn from
   */
  public Grounds(DenseRecipe recipe, List<Ground> grounds, TruthKind kind, double balance)
      throws InvalidRasterException {
    this.recipe = recipe;
    this.grounds = List.copyOf(grounds);
    this.kind = kind;
    metres = metres(recipe);
    int block = (int) Math.max(1, Math.rint(recipe.validation().blockMetres() / metres));
    heldOut = new HeldOut(grounds, block, recipe.validation().share(), recipe.seed());
    for (int i = 0; i < kind.classes(); i++) {
      middles.add(new ArrayList<>());
    }
    for (int g = 0; g < grounds.size(); g++) {
      Ground ground = grounds.get(g);
      for (int row = LATTICE / 2; row < ground.height(); row += LATTICE) {
        for (int column = LATTICE / 2; column < ground.width(); column += LATTICE) {
          float truth = ground.truth()[row * ground.width() + column];
          if (!Float.isNaN(truth) && !heldOut.contains(g, ground, row, column)) {
            middles.get(kind.classOf(truth)).add(new int[] {g, row, column});
          }
        }
      }
    }
    chances = new double[middles.size()];
    for (int i = 0; i < chances.length; i++) {
      int count = middles.get(i).size();
      chances[i] = count == 0 ? 0 : Math.pow(count, 1 - balance);
    }
    if (Arrays.stream(chances).sum() == 0) {
      throw new InvalidRasterException(
          "too little is known to learn from; give more images, or set groundSampleDistance lower");
    }
  }

  /** Metres a pixel: finer than the recipe's by what it may change, so none is enlarged. */
  public static double metres(DenseRecipe recipe) {
    return recipe.groundSampleDistance() / recipe.changes().groundSampleDistance();
  }

  /** Images and what is true of them, in their order, whatever their files are called. */
  public Fingerprint fingerprint() {
    Fingerprint all = new Fingerprint(Map.of());
    for (int g = 0; g < grounds.size(); g++) {
      String image = "image " + (g + 1);
      all =
          all.withDigest(image, grounds.get(g).sha256OfImage())
              .withDigest("truth of " + image, grounds.get(g).sha256OfTruth());
    }
    return all;
  }

  /** Known ground in hectares: to learn from, and held out. */
  public double[] hectares() {
    double[][] areas = areas();
    return new double[] {Arrays.stream(areas[0]).sum(), Arrays.stream(areas[1]).sum()};
  }

  /** Known ground in hectares by class: to learn from, and held out. */
  public double[][] areas() {
    long[][] counts = new long[2][kind.classes()];
    for (int g = 0; g < grounds.size(); g++) {
      Ground ground = grounds.get(g);
      for (int i = 0; i < ground.truth().length; i++) {
        float truth = ground.truth()[i];
        if (!Float.isNaN(truth)) {
          boolean isHeld = heldOut.contains(g, ground, i / ground.width(), i % ground.width());
          counts[isHeld ? 1 : 0][kind.classOf(truth)]++;
        }
      }
    }
    return Arrays.stream(counts)
        .map(of -> Arrays.stream(of).mapToDouble(n -> n * metres * metres / 1e4).toArray())
        .toArray(double[][]::new);
  }

  @Override
  public Example draw(int side, RandomGenerator random) {
    double most = Math.log(recipe.changes().groundSampleDistance());
    double factor = Math.exp(most * (2 * random.nextDouble() - 1));
    double scale = factor * recipe.groundSampleDistance() / metres;
    int length = (int) Math.max(1, Math.rint(side * scale));
    int[] middle = middle(random);
    int g = middle[0];
    int row = middle[1] - random.nextInt(length);
    int column = middle[2] - random.nextInt(length);
    Ground ground = grounds.get(g);
    Ground.Square square =
        new Ground.Square(
            within(column, length, ground.width()), within(row, length, ground.height()), length);
    int bands = ground.image().bands();
    float[] samples =
        Resampling.between(length, length, side, side).apply(ground.samples(square), bands);
    return new Example(
        new Image(samples.clone(), bands, side, side),
        kind.resampled(truth(g, square), length, side));
  }

  private int[] middle(RandomGenerator random) {
    double left = Arrays.stream(chances).sum() * random.nextDouble();
    int chosen = 0;
    for (int i = 0; i < chances.length; i++) {
      if (chances[i] > 0) {
        chosen = i;
        left -= chances[i];
        if (left < 0) {
          break;
        }
      }
    }
    List<int[]> all = middles.get(chosen);
    return all.get(random.nextInt(all.size()));
  }

  /** No further beyond the ground than it must be. */
  private static int within(int first, int length, int all) {
    int room = all - length;
    return room >= 0 ? Math.max(0, Math.min(first, room)) : Math.max(room, Math.min(first, 0));
  }

  /** What is known of a square and not held out; mirrored ground is not known twice. */
  private float[] truth(int g, Ground.Square square) {
    Ground ground = grounds.get(g);
    float[] truth = new float[square.size()];
    for (int i = 0; i < truth.length; i++) {
      int row = square.row() + i / square.side();
      int column = square.column() + i % square.side();
      boolean learnt =
          row >= 0
              && column >= 0
              && row < ground.height()
              && column < ground.width()
              && !heldOut.contains(g, ground, row, column);
      truth[i] = learnt ? ground.truth()[row * ground.width() + column] : Float.NaN;
    }
    return truth;
  }

  /** What a network says of an image, as {@link DenseTraining#predict} does. */
  @FunctionalInterface
  public interface Prediction {
    float[] of(float[] image, int height, int width);
  }

  /** Is told of each pixel that is held out. */
  @FunctionalInterface
  public interface Tally {

    /**
     * What was said of a pixel.
     *
     * @param predicted {@code [C, pixels]}
     * @param pixel its number
     * @param truth what is true of it
     */
    void add(float[] predicted, int pixel, float truth);
  }

  /** Compares what a network says of ground that is held out with the truth. */
  public void compare(Prediction prediction, Tally tally) {
    double scale = recipe.groundSampleDistance() / metres;
    int length = (int) Math.max(1, Math.rint(recipe.crop() * scale));
    for (int g = 0; g < grounds.size(); g++) {
      Ground ground = grounds.get(g);
      for (int row = 0; row < ground.height(); row += length) {
        for (int column = 0; column < ground.width(); column += length) {
          Ground.Square square = new Ground.Square(column, row, length);
          if (hasHeldOut(g, square)) {
            compare(g, square, prediction, tally);
          }
        }
      }
    }
  }

  private boolean hasHeldOut(int g, Ground.Square square) {
    for (int i = 0; i < square.size(); i++) {
      if (!Float.isNaN(heldOut(g, square, i))) {
        return true;
      }
    }
    return false;
  }

  /** The truth of a square's pixel, NaN where it is not known or not held out. */
  private float heldOut(int g, Ground.Square square, int pixel) {
    Ground ground = grounds.get(g);
    int row = square.row() + pixel / square.side();
    int column = square.column() + pixel % square.side();
    boolean inside = row < ground.height() && column < ground.width();
    return inside && heldOut.contains(g, ground, row, column)
        ? ground.truth()[row * ground.width() + column]
        : Float.NaN;
  }

  /** Seen in squares of the crop's size, as those that it learns from. */
  private void compare(int g, Ground.Square square, Prediction prediction, Tally tally) {
    Ground ground = grounds.get(g);
    int length = square.side();
    int side = recipe.crop();
    float[] image =
        Resampling.between(length, length, side, side)
            .apply(ground.samples(square), ground.image().bands());
    float[] said = prediction.of(image, side, side);
    float[] predicted =
        Resampling.between(side, side, length, length).apply(said, said.length / (side * side));
    for (int i = 0; i < square.size(); i++) {
      float truth = heldOut(g, square, i);
      if (!Float.isNaN(truth)) {
        tally.add(predicted, i, truth);
      }
    }
  }
}
