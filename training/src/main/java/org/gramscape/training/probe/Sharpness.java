package org.gramscape.training.probe;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much structure the cosine similarities of a scene's patch tokens have; it is lost when dense
 * features decay, because similarity maps become noise or everything becomes like everything.
 *
 * @param contrast the mean similarity of patches side by side, minus that of patches anywhere in
 *     the scene: about 0 for tokens that are all alike, and for tokens that are noise; at most 2
 * @param isolated share of patches that are less like their neighbours, on the average of up to
 *     eight, than patches anywhere are like each other: stray tokens in an otherwise smooth map
 */
public record Sharpness(double contrast, double isolated) {
  private static final int PAIRS = 4_000;
  private static final long SEED = 11;

  /** Of a scene; NaN if it has no two valid patches side by side. */
  static Sharpness of(SceneFeatures scene) {
    double anywhere = anywhere(scene);
    double beside = 0;
    int sides = 0;
    int isolated = 0;
    int surrounded = 0;
    for (int patch = 0; patch < scene.size(); patch++) {
      if (!scene.valid()[patch]) {
        continue;
      }
      double around = 0;
      int neighbours = 0;
      for (int step = 0; step < 9; step++) {
        int column = patch % scene.width() + step % 3 - 1;
        int row = patch / scene.width() + step / 3 - 1;
        int other = row * scene.width() + column;
        if (step == 4
            || column < 0
            || row < 0
            || column >= scene.width()
            || row >= scene.height()
            || !scene.valid()[other]) {
          continue;
        }
        double similarity = scene.similarity(patch, other);
        around += similarity;
        neighbours++;
        if (step % 2 == 1) {
          beside += similarity;
          sides++;
        }
      }
      if (neighbours > 0) {
        surrounded++;
        isolated += around / neighbours < anywhere ? 1 : 0;
      }
    }
    return new Sharpness(beside / sides - anywhere, (double) isolated / surrounded);
  }

  /** Over scenes; NaN if it is so of all of them. */
  static Sharpness mean(List<Sharpness> scenes) {
    return new Sharpness(mean(scenes, Sharpness::contrast), mean(scenes, Sharpness::isolated));
  }

  private static double mean(List<Sharpness> scenes, ToDoubleFunction<Sharpness> part) {
    return scenes.stream()
        .mapToDouble(part)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** The mean similarity of patches drawn at random. */
  private static double anywhere(SceneFeatures scene) {
    int[] valid = IntStream.range(0, scene.size()).filter(p -> scene.valid()[p]).toArray();
    SplittableRandom random = new SplittableRandom(SEED);
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < PAIRS && valid.length > 1; i++) {
      int patch = valid[random.nextInt(valid.length)];
      int other = valid[random.nextInt(valid.length)];
      if (patch != other) {
        sum += scene.similarity(patch, other);
        pairs++;
      }
    }
    return sum / pairs;
  }
}
