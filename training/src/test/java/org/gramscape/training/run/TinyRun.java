package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.model.weights.StorageType;

/** A run of a very small network on stripes. */
final class TinyRun implements AutoCloseable {
  private static final List<String> SMALL =
      List.of(
          "iterations=6",
          "batch=4",
          "backbone.width=32",
          "backbone.depth=2",
          "backbone.heads=2",
          "backbone.hiddenWidth=64",
          "heads.dino={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
          "heads.ibot={prototypes: 32, hiddenWidth: 24, bottleneckWidth: 16, layers: 3}",
          "crops.sizes=[{ratio: 1, global: 64, local: 32, gram: 96}]",
          "crops.localCrops=2",
          "schedules.learningRate=1.0e-3");

  private static final ImageSource STRIPES =
      random -> {
        float[] values = new float[3 * 80 * 80];
        double wave = 2 + 10 * random.nextDouble();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.5 + 0.4 * Math.sin((i % 80) / wave + i / 6400));
        }
        return new Image(values, 3, 80, 80);
      };

  final Recipe recipe;
  final Networks networks;
  final Training training;
  final RunFolder folder;

  TinyRun(Path root, String... overrides) throws IOException {
    recipe =
        RecipeReader.read(
            "vitt-pretrain", Stream.concat(SMALL.stream(), Stream.of(overrides)).toList());
    networks = new Networks(List.of(StudentRecipe.alone(recipe)), ComputeDevice.CPU);
    folder = new RunFolder(root);
    training = new Training(STRIPES, networks, Precision.FP32);
  }

  /** Goes on to the end. */
  List<String> run(int every, int keep, StorageType type, Observer... observers) throws Exception {
    List<String> said = new ArrayList<>();
    run(every, keep, type, said, observers);
    return said;
  }

  private void run(int every, int keep, StorageType type, List<String> said, Observer... observers)
      throws Exception {
    new TrainingRun(
            training,
            List.of(new StudentRun(networks.students().get(0), folder, List.of(observers))),
            folder,
            new TrainingRun.Settings(every, keep, 2, type),
            new TrainingRun.Provenance("Gramscape test", "fp32 on cpu", "for tests", 0.5),
            () -> 0)
        .run(
            () -> false,
            new RunListener() {
              @Override
              public void iteration(long done, long total) {}

              @Override
              public void say(String line) {
                said.add(line);
              }
            });
  }

  @Override
  public void close() {
    training.close();
    networks.close();
  }
}
