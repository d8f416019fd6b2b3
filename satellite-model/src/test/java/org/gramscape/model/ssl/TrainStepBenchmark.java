package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBranches;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.data.BatchMaker;
import org.gramscape.model.ssl.data.ColourJitter;
import org.gramscape.model.ssl.data.CropBatch;
import org.gramscape.model.ssl.data.Distortion;
import org.gramscape.model.ssl.data.Image;
import org.gramscape.model.ssl.data.MaskSampler;
import org.gramscape.model.ssl.data.MultiCrop;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.loss.DinoLoss;
import org.gramscape.model.ssl.loss.GramLoss;
import org.gramscape.model.ssl.loss.IbotPatchLoss;
import org.gramscape.model.ssl.loss.KoLeoLoss;
import org.gramscape.model.ssl.loss.SinkhornKnopp;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.VitConfig;

/**
 * Seconds of a train step against those of its matrix products alone, and of its data; not a test.
 *
 * <p>Arguments: width, depth, heads, images, steps, threads, FP32 or BF16.
 */
final class TrainStepBenchmark {
  private static final DinoHead.Size HEAD = new DinoHead.Size(8192, 1024, 256, 3);
  private static final MultiCrop CROPS =
      new MultiCrop(
          new MultiCrop.Cut(256, 0.32, 1),
          new MultiCrop.Cut(112, 0.05, 0.32),
          8,
          0,
          false,
          new Distortion(0.8, new ColourJitter(0.4, 0.4, 0.2, 0.1), 0.2, 0.1, 2, 0.2),
          true,
          true);

  private TrainStepBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int width = Integer.parseInt(arguments[0]);
    int depth = Integer.parseInt(arguments[1]);
    int heads = Integer.parseInt(arguments[2]);
    int images = Integer.parseInt(arguments[3]);
    int steps = Integer.parseInt(arguments[4]);
    int threads = Integer.parseInt(arguments[5]);
    VitConfig config = VitConfig.mlp(width, depth, heads);
    BatchMaker maker = maker(images);
    try (NDManager manager = Torch.newManager()) {
      JniUtils.setNumThreads(threads);
      double flops = flops(config, images);
      double rate = matrixRate(manager);
      double best = Double.POSITIVE_INFINITY;
      TrainStep step = step(config, Precision.valueOf(arguments[6]), manager);
      Rates rates = new Rates(1e-4, 1e-4, 0.04, 0.05, 0.99, 1, 0);
      for (int i = 0; i < steps; i++) {
        long start = System.nanoTime();
        CropBatch crops = maker.make(i);
        long made = System.nanoTime();
        StepReport report = step.run(List.of(crops::tensors), List.of(rates), i).get(0);
        crops.close();
        long done = System.nanoTime();
        double making = (made - start) / 1e9;
        double seconds = (done - made) / 1e9;
        best = Math.min(best, seconds);
        // A machine that is shared has slow moments, so its rate is taken as often as the step's.
        rate = Math.max(rate, matrixRate(manager));
        System.out.printf(
            Locale.ROOT,
            "data %.2f s, step %.2f s (%.1f times that), loss %.3f, resident %d MB%n",
            making,
            seconds,
            seconds / making,
            report.total(),
            resident() / 1024);
      }
      System.out.printf(
          Locale.ROOT,
          "best step %.2f s; its %.2f TFLOP of products at %.1f GFLOP/s: %.2f s, %.0f %%%n",
          best,
          flops / 1e12,
          rate,
          flops / rate / 1e9,
          100 * flops / rate / 1e9 / best);
    }
  }

  private static BatchMaker maker(int images) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[3 * 512 * 512];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Image image = new Image(values, 3, 512, 512);
    return new BatchMaker(
        any -> image,
        CROPS,
        new MaskSampler(0.5, 0.1, 0.5),
        new Normalisation(new float[] {0.4f, 0.4f, 0.3f}, new float[] {0.2f, 0.2f, 0.1f}),
        images,
        16,
        1);
  }

  private static TrainStep step(VitConfig config, Precision precision, NDManager manager) {
    SslNetwork student = new SslNetwork(config, HEAD, HEAD);
    InitialWeights.fill(student, new Recipe.Start(1e-5, 0.02), 1, manager);
    SslNetwork average = new SslNetwork(config, HEAD, HEAD);
    average.copyFrom(student, manager);
    Objective objective =
        new Objective(
            1,
            1,
            0.1,
            new DinoLoss(),
            new IbotPatchLoss(),
            new KoLeoLoss(),
            new GramLoss(),
            true,
            0);
    Optimiser optimiser = new Optimiser(student, new Optimiser.Settings(0.9, 0.99, 3, 0.9, 0.2));
    FusedBranches teachers = new FusedBranches(average.backbone(), precision);
    Teacher teacher =
        new Teacher(average, teachers, new SinkhornKnopp(), new SinkhornKnopp(), true);
    FusedBranches branches = new FusedBranches(student.backbone(), precision);
    return new TrainStep(
        teacher, List.of(new Student(student, branches, average, null, objective, optimiser)));
  }

  /** Multiplications and additions: the teacher forward, the student forward and twice backward. */
  private static double flops(VitConfig c, int images) {
    double global = 2.0 * images * backbone(c, CROPS.global().size());
    double local = (double) CROPS.localCrops() * images * backbone(c, CROPS.local().size());
    double patches = Math.pow(CROPS.global().size() / c.patchSize(), 2);
    double masked = 2 * images * 0.5 * 0.3 * patches;
    double heads = head(c.width()) * (2.0 * images + masked);
    double studentHeads = heads + head(c.width()) * CROPS.localCrops() * images;
    return global + heads + 3 * (global + local + studentHeads);
  }

  private static double backbone(VitConfig c, int side) {
    double patches = Math.pow(side / c.patchSize(), 2);
    double tokens = c.prefixTokens() + patches;
    double linear = 2 * tokens * c.width() * (4.0 * c.width() + 2.0 * c.hiddenWidth());
    double attention = 4 * tokens * tokens * c.width();
    return c.depth() * (linear + attention) + 2 * patches * c.width() * 3 * 256;
  }

  private static double head(int width) {
    double hidden = HEAD.hiddenWidth();
    double bottleneck = HEAD.bottleneckWidth();
    return 2 * (width * hidden + hidden * hidden + hidden * bottleneck)
        + 2 * bottleneck * HEAD.prototypes();
  }

  /** GFLOP/s of a layer of the step's own shape. */
  private static double matrixRate(NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray a = scope.ones(new Shape(4096, 384), DataType.FLOAT32);
      NDArray b = scope.ones(new Shape(384, 1536), DataType.FLOAT32);
      double best = 0;
      for (int i = 0; i < 30; i++) {
        long start = System.nanoTime();
        a.matMul(b).close();
        best = Math.max(best, 2.0 * 4096 * 384 * 1536 / (System.nanoTime() - start));
      }
      return best;
    }
  }

  /** Kilobytes of resident memory now (Linux). */
  private static long resident() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}
