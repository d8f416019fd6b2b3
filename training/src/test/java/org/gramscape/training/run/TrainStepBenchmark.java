package org.gramscape.training.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.DinoHead;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.SslNetwork;
import org.gramscape.model.ssl.Student;
import org.gramscape.model.ssl.StudentNetworks;
import org.gramscape.model.ssl.Teacher;
import org.gramscape.model.ssl.TrainStep;
import org.gramscape.model.ssl.data.BatchMaker;
import org.gramscape.model.ssl.data.CropBatch;
import org.gramscape.model.ssl.loss.SinkhornKnopp;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.tiling.ScaleRule;
import org.gramscape.training.scenes.SceneFiles;
import org.gramscape.training.scenes.SceneSettings;
import org.gramscape.training.scenes.Scenes;

/**
 * Seconds of a step of {@code vits-pretrain} in both kinds of numbers, of its matrix products alone
 * and of its data alone, which is read from files, decoded and cut anew each time; not a test.
 *
 * <p>Every round measures everything once, so that what else a machine does falls on all alike; the
 * best round counts. Arguments: images of a step, rounds, scenes.
 */
final class TrainStepBenchmark {
  private static final String RECIPE = "vits-pretrain";

  private TrainStepBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Recipe recipe = RecipeReader.read(RECIPE, List.of("batch=" + arguments[0]));
    int rounds = Integer.parseInt(arguments[1]);
    List<String> names = SceneFiles.find(Arrays.asList(arguments).subList(2, arguments.length));
    SceneSettings nothingKept =
        new SceneSettings(
            Backend.AUTO, List.of(0, 1, 2), ScaleRule.BITS, 256, 0.5, 2, 0.25, 0.75, 0);
    try (Scenes scenes = Scenes.open(names, nothingKept, System.out::println);
        Steps fp32 = new Steps(recipe, Precision.FP32);
        Steps bf16 = new Steps(recipe, Precision.BF16);
        NDManager manager = Torch.newManager()) {
      BatchMaker maker = maker(recipe, scenes);
      Torch.useAllThreads();
      double rate = 0;
      for (int round = 0; round < rounds; round++) {
        rate = Math.max(rate, productRate(recipe, manager));
        fp32.next(maker, round);
        bf16.next(maker, round);
      }
      double data = Math.min(fp32.data, bf16.data);
      double products = flops(recipe) / rate / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%s, %d images a step of %d scenes; best of %d rounds%n",
          RECIPE,
          recipe.batch(),
          scenes.count(),
          rounds);
      System.out.printf(
          Locale.ROOT,
          "products alone  %.2f s: %.2f TFLOP at %.0f GFLOP/s in fp32%n",
          products,
          flops(recipe) / 1e12,
          rate);
      for (Steps steps : List.of(fp32, bf16)) {
        System.out.printf(
            Locale.ROOT,
            "step in %s    %.2f s: products are %.0f %% of it, %.2f times as fast as fp32, %.1f times its data's%n",
            steps.precision.name().toLowerCase(Locale.ROOT),
            steps.step,
            100 * products / steps.step,
            fp32.step / steps.step,
            steps.step / data);
      }
      System.out.printf(
          Locale.ROOT,
          "data alone      %.2f s, %.1f images a second%n",
          data,
          recipe.batch() / data);
    }
  }

  private static BatchMaker maker(Recipe recipe, Scenes scenes) throws IOException {
    return new BatchMaker(
        scenes.images(recipe.normalisation().mean()),
        recipe.crops().of(recipe.crops().sizes().get(0)),
        recipe.masks(),
        recipe.normalisation(),
        recipe.batch(),
        recipe.backbone().patchSize(),
        recipe.seed());
  }

  /** Networks of their own, and the seconds of their best step and its data. */
  private static final class Steps implements AutoCloseable {
    private final Recipe recipe;
    private final Precision precision;
    private final Networks networks;
    private final List<FusedBranches> kernels = new ArrayList<>();
    private final Optimiser optimiser;
    private final TrainStep steps;
    private double data = Double.POSITIVE_INFINITY;
    private double step = Double.POSITIVE_INFINITY;

    Steps(Recipe recipe, Precision precision) {
      this.recipe = recipe;
      this.precision = precision;
      networks = new Networks(List.of(StudentRecipe.alone(recipe)), ComputeDevice.CPU);
      StudentNetworks own = networks.students().get(0);
      optimiser = new Optimiser(own.student(), recipe.optimiser());
      Teacher teacher =
          new Teacher(
              own.average(),
              kernel(own.average()),
              new SinkhornKnopp(),
              new SinkhornKnopp(),
              recipe.losses().placeInTargets());
      Student student =
          new Student(
              own.student(),
              kernel(own.student()),
              own.average(),
              null,
              recipe.objective(),
              optimiser);
      steps = new TrainStep(teacher, List.of(student));
    }

    private FusedBranches kernel(SslNetwork network) {
      FusedBranches kernel = new FusedBranches(network.backbone(), precision);
      kernels.add(kernel);
      return kernel;
    }

    void next(BatchMaker maker, int iteration) throws IOException {
      long start = System.nanoTime();
      try (CropBatch batch = maker.make(iteration)) {
        long made = System.nanoTime();
        // Rates of after the warm-up: a step of rate 0 would be as fast, but is none.
        steps.run(List.of(batch::tensors), List.of(recipe.rates(5000)), iteration);
        long done = System.nanoTime();
        data = Math.min(data, (made - start) / 1e9);
        step = Math.min(step, (done - made) / 1e9);
      }
    }

    @Override
    public void close() {
      optimiser.close();
      kernels.forEach(FusedBranches::close);
      networks.close();
    }
  }

  /** Multiplications and additions: the teacher forward, the student forward and twice backward. */
  private static double flops(Recipe recipe) {
    VitConfig config = recipe.backbone().config(recipe.normalisation().bands());
    Recipe.Sizes sizes = recipe.crops().sizes().get(0);
    double globals = 2.0 * recipe.batch();
    double locals = (double) recipe.crops().localCrops() * recipe.batch();
    double patches = Math.pow(sizes.global() / config.patchSize(), 2);
    double ratio = (recipe.masks().leastRatio() + recipe.masks().mostRatio()) / 2;
    double masked = globals * recipe.masks().share() * ratio * patches;
    double dino = head(config, recipe.heads().dino());
    double ibot = head(config, recipe.heads().ibot());
    double teacher = globals * (backbone(config, sizes.global()) + dino) + masked * ibot;
    double local = locals * (backbone(config, sizes.local()) + dino);
    return teacher + 3 * (teacher + local);
  }

  private static double backbone(VitConfig config, int side) {
    double width = config.width();
    double patches = Math.pow(side / config.patchSize(), 2);
    double tokens = config.prefixTokens() + patches;
    double linear = 2 * tokens * width * (4 * width + 2.0 * config.hiddenWidth());
    double attention = 4 * tokens * tokens * width;
    double pixels = 3 * Math.pow(config.patchSize(), 2);
    return config.depth() * (linear + attention) + 2 * patches * width * pixels;
  }

  private static double head(VitConfig config, DinoHead.Size size) {
    double hidden = size.hiddenWidth();
    double bottleneck = size.bottleneckWidth();
    return 2 * (config.width() * hidden + hidden * hidden + hidden * bottleneck)
        + 2 * bottleneck * size.prototypes();
  }

  /** GFLOP/s of a layer of the step's own shape. */
  private static double productRate(Recipe recipe, NDManager manager) {
    long rows = 4096;
    long width = recipe.backbone().width();
    long hidden = recipe.backbone().hiddenWidth();
    try (NDManager scope = manager.newSubManager()) {
      NDArray a = scope.ones(new Shape(rows, width), DataType.FLOAT32);
      NDArray b = scope.ones(new Shape(width, hidden), DataType.FLOAT32);
      double best = 0;
      for (int i = 0; i < 30; i++) {
        long start = System.nanoTime();
        a.matMul(b).close();
        best = Math.max(best, 2.0 * rows * width * hidden / (System.nanoTime() - start));
      }
      return best;
    }
  }
}
