package org.gramscape.training.heights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gramscape.canopy.SurveyedPair;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.height.HeightRecipe;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.dense.Ground;
import org.gramscape.training.dense.Grounds;
import org.gramscape.training.run.DenseRun;

/** Pairs of an image and its heights, to learn from and to be watched on. */
public final class HeightGrounds {
  private HeightGrounds() {}

  /**
   * Reads pairs.
   *
   * @throws org.gramscape.geoio.UnusableInputException if one can't be learnt from
   */
  public static Grounds read(
      List<SurveyedPair> pairs,
      SceneView view,
      HeightRecipe recipe,
      ImageNormalisation normalisation)
      throws IOException {
    List<Ground> grounds = new ArrayList<>();
    for (SurveyedPair pair : pairs) {
      grounds.add(
          Ground.read(
              pair.pair().image(),
              (image, width, height) -> heights(pair, view, image, width, height),
              view,
              normalisation,
              Grounds.metres(recipe)));
    }
    return new Grounds(
        recipe, grounds, new HeightKind(recipe.sampling().limits()), recipe.sampling().balance());
  }

  private static float[] heights(
      SurveyedPair pair, SceneView view, RasterSource image, int width, int height)
      throws IOException {
    try (RasterSource source = pair.open(view, image.info())) {
      PixelBlock block = source.read(source.info().window(), 0);
      float[] heights = new float[block.window().size()];
      for (int i = 0; i < heights.length; i++) {
        heights[i] = block.valid()[i] ? (float) Math.max(0, block.samples()[i]) : Float.NaN;
      }
      float[] resampled =
          HeightKind.resampled(
              heights,
              Resampling.between(image.info().width(), image.info().height(), width, height));
      if (IntStream.range(0, resampled.length).allMatch(i -> Float.isNaN(resampled[i]))) {
        throw new InvalidRasterException(
            "%s has no valid height where its image is; heights above the ground are expected"
                .formatted(source.info().name()));
      }
      return resampled;
    }
  }

  /** How a network does on the ground that is held out. */
  public static DenseRun.Look look(Grounds grounds, Grounds.Prediction prediction) {
    Errors errors = new Errors();
    grounds.compare(prediction, (predicted, pixel, truth) -> errors.add(predicted[pixel], truth));
    Map<String, Double> scores = errors.scores();
    return new DenseRun.Look(
        scores,
        scores.get("rmse"),
        String.format(
            Locale.ROOT,
            "RMSE %.2f m, MAE %.2f m, R2 %.3f",
            scores.get("rmse"),
            scores.get("mae"),
            scores.get("r2")));
  }

  /** What the numbers of a training for heights are called. */
  public static DenseRun.Titles titles() {
    Map<String, String> scores = new LinkedHashMap<>();
    scores.put("rmse", "RMSE");
    scores.put("mae", "MAE");
    scores.put("bias", "Bias");
    scores.put("r2", "R2");
    Map<String, String> losses = new LinkedHashMap<>();
    losses.put("siLog", "Scale-invariant logarithm");
    losses.put("charbonnier", "Charbonnier");
    losses.put("gradient", "Patch gradients");
    return new DenseRun.Titles(scores, losses);
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

    /** In metres, over all pixels. */
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
