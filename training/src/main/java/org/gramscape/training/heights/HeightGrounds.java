package org.gramscape.training.heights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.gramscape.canopy.SurveyedPair;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.height.HeightRecipe;
import org.gramscape.model.height.HeightSource;
import org.gramscape.model.height.HeightTraining;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.SceneView;

/**
 * Pairs in memory: windows to learn from, drawn so that rare heights are seen too, and ground that
 * is held out.
 */
public final class HeightGrounds implements HeightSource {
  /** Middles of windows are among the pixels of every eighth row and column. */
  private static final int LATTICE = 8;

  private static final float LEAST_SHARE = 0.5f;

  private final HeightRecipe recipe;

  /** Finer than the recipe's by what it may change, so that no window is enlarged. */
  private final double metres;

  private final List<Ground> grounds;
  private final HeldOut heldOut;

  /** Pixels by classes of heights: the ground's number, row and column. */
  private final List<List<int[]>> middles = new ArrayList<>();

  private final double[] chances;

  private HeightGrounds(HeightRecipe recipe, double metres, List<Ground> grounds)
      throws IOException {
    this.recipe = recipe;
    this.metres = metres;
    this.grounds = grounds;
    int block = (int) Math.max(1, Math.rint(recipe.validation().blockMetres() / metres));
    heldOut = new HeldOut(grounds, block, recipe.validation().share(), recipe.seed());
    for (int i = 0; i <= recipe.sampling().limits().size(); i++) {
      middles.add(new ArrayList<>());
    }
    for (int g = 0; g < grounds.size(); g++) {
      Ground ground = grounds.get(g);
      for (int row = LATTICE / 2; row < ground.height(); row += LATTICE) {
        for (int column = LATTICE / 2; column < ground.width(); column += LATTICE) {
          float height = ground.heights()[row * ground.width() + column];
          if (!Float.isNaN(height) && !heldOut.contains(g, ground, row, column)) {
            middles.get(classOf(height)).add(new int[] {g, row, column});
          }
        }
      }
    }
    chances = new double[middles.size()];
    for (int i = 0; i < chances.length; i++) {
      int count = middles.get(i).size();
      chances[i] = count == 0 ? 0 : Math.pow(count, 1 - recipe.sampling().balance());
    }
  }

  /**
   * Reads pairs.
   *
   * @throws org.gramscape.geoio.UnusableInputException if one can't be learnt from
   */
  public static HeightGrounds read(
      List<SurveyedPair> pairs,
      SceneView view,
      HeightRecipe recipe,
      ImageNormalisation normalisation)
      throws IOException {
    double metres = recipe.groundSampleDistance() / recipe.changes().groundSampleDistance();
    List<Ground> grounds = new ArrayList<>();
    for (SurveyedPair pair : pairs) {
      grounds.add(Ground.read(pair, view, normalisation, metres));
    }
    return new HeightGrounds(recipe, metres, grounds);
  }

  private int classOf(float height) {
    List<Double> limits = recipe.sampling().limits();
    int number = 0;
    while (number < limits.size() && height >= limits.get(number)) {
      number++;
    }
    return number;
  }

  /** Hectares whose heights are known, to learn from and held out. */
  public double[] hectares() {
    long[] counts = new long[2];
    for (int g = 0; g < grounds.size(); g++) {
      Ground ground = grounds.get(g);
      for (int i = 0; i < ground.heights().length; i++) {
        if (!Float.isNaN(ground.heights()[i])) {
          counts[isHeldOut(g, i) ? 1 : 0]++;
        }
      }
    }
    return Arrays.stream(counts).mapToDouble(count -> count * metres * metres / 1e4).toArray();
  }

  private boolean isHeldOut(int g, int pixel) {
    Ground ground = grounds.get(g);
    return heldOut.contains(g, ground, pixel / ground.width(), pixel % ground.width());
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
    Resampling to = Resampling.between(length, length, side, side);
    int bands = ground.image().bands();
    float[] samples = to.apply(ground.samples(square), bands);
    return new Example(new Image(samples.clone(), bands, side, side), truth(g, square, to));
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
  private float[] truth(int g, Ground.Square square, Resampling to) {
    Ground ground = grounds.get(g);
    float[] heights = new float[square.size()];
    float[] shares = new float[square.size()];
    boolean[] known = new boolean[square.size()];
    for (int i = 0; i < heights.length; i++) {
      int row = square.row() + i / square.side();
      int column = square.column() + i % square.side();
      if (row < 0 || column < 0 || row >= ground.height() || column >= ground.width()) {
        continue;
      }
      float height = ground.heights()[row * ground.width() + column];
      known[i] = !Float.isNaN(height) && !heldOut.contains(g, ground, row, column);
      heights[i] = known[i] ? height : 0;
      shares[i] = known[i] ? 1 : 0;
    }
    float[] resampled = to.apply(heights, 1, known).clone();
    float[] share = to.apply(shares, 1);
    for (int i = 0; i < resampled.length; i++) {
      if (share[i] < LEAST_SHARE) {
        resampled[i] = Float.NaN;
      }
    }
    return resampled;
  }

  /**
   * How the running mean of a training does on the ground that is held out, in metres: {@code mae},
   * {@code rmse}, {@code bias} and {@code r2} over its pixels.
   */
  public Map<String, Double> scores(HeightTraining training) {
    Errors errors = new Errors();
    for (int g = 0; g < grounds.size(); g++) {
      score(g, training, errors);
    }
    return errors.scores();
  }

  private void score(int g, HeightTraining training, Errors errors) {
    Ground ground = grounds.get(g);
    double scale = recipe.groundSampleDistance() / metres;
    int length = (int) Math.max(1, Math.rint(recipe.crop() * scale));
    for (int row = 0; row < ground.height(); row += length) {
      for (int column = 0; column < ground.width(); column += length) {
        Ground.Square square = new Ground.Square(column, row, length);
        if (hasHeldOut(g, square)) {
          score(g, square, training, errors);
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

  /** The true height of a square's pixel, NaN where it is not known or not held out. */
  private float heldOut(int g, Ground.Square square, int pixel) {
    Ground ground = grounds.get(g);
    int row = square.row() + pixel / square.side();
    int column = square.column() + pixel % square.side();
    boolean inside = row < ground.height() && column < ground.width();
    return inside && heldOut.contains(g, ground, row, column)
        ? ground.heights()[row * ground.width() + column]
        : Float.NaN;
  }

  /** Seen in squares of the crop's size, as those that it learns from. */
  private void score(int g, Ground.Square square, HeightTraining training, Errors errors) {
    Ground ground = grounds.get(g);
    int length = square.side();
    int side = recipe.crop();
    float[] image =
        Resampling.between(length, length, side, side)
            .apply(ground.samples(square), ground.image().bands());
    float[] heights =
        Resampling.between(side, side, length, length)
            .apply(training.heights(image, side, side), 1);
    for (int i = 0; i < heights.length; i++) {
      float truth = heldOut(g, square, i);
      if (!Float.isNaN(truth)) {
        errors.add(heights[i], truth);
      }
    }
  }

  private static final class Errors {
    private long count;
    private double sum;
    private double absolute;
    private double squares;
    private double truths;
    private double truthSquares;

    void add(double height, double truth) {
      double error = height - truth;
      count++;
      sum += error;
      absolute += Math.abs(error);
      squares += error * error;
      truths += truth;
      truthSquares += truth * truth;
    }

    Map<String, Double> scores() {
      Map<String, Double> scores = new LinkedHashMap<>();
      scores.put("mae", absolute / count);
      scores.put("rmse", Math.sqrt(squares / count));
      scores.put("bias", sum / count);
      scores.put("r2", 1 - squares / (truthSquares - truths * truths / count));
      return scores;
    }
  }
}
