package org.gramscape.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.RotaryEmbedding;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;
import org.junit.jupiter.api.Test;

/**
 * A block of ViT-L beside the same block in ONNX Runtime: equal numbers, and whose are sooner
 * there. Its name keeps it out of the suite; docs/benchmarks.md has the command.
 */
class OnnxRuntimeComparison {
  private static final int TOKENS = 1029;
  private static final int WIDTH = 1024;
  private static final int HEADS = 16;
  private static final int HIDDEN = 4096;
  private static final int ROUNDS = 12;

  /** Multiplications and additions. */
  private static final double OPERATIONS =
      24.0 * TOKENS * WIDTH * WIDTH + 4.0 * TOKENS * TOKENS * WIDTH;

  private final int threads = Runtime.getRuntime().availableProcessors();

  @Test
  void sameBlockSameNumbers() throws Exception {
    float[] x = tokens();
    VisionTransformer network = new VisionTransformer(VitConfig.mlp(WIDTH, 1, HEADS));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (NDManager manager = Torch.newManager()) {
      RandomWeights.fill(network, manager);
      byte[] model = OnnxBlock.of(TOKENS, WIDTH, HEADS, HIDDEN, weights(network));
      try (FusedBlocks blocks = new FusedBlocks(network, Precision.FP32);
          OnnxTensor input =
              OnnxTensor.createTensor(
                  environment, FloatBuffer.wrap(x), new long[] {1, TOKENS, WIDTH});
          OrtSession alone = session(environment, model, 1);
          OrtSession together = session(environment, model, threads)) {
        NDArray array = manager.create(x, new Shape(1, TOKENS, WIDTH));
        RotaryEmbedding unturned =
            new RotaryEmbedding(
                manager.zeros(new Shape(TOKENS, WIDTH / HEADS)),
                manager.ones(new Shape(TOKENS, WIDTH / HEADS)));
        assertThat(worst(blocks.run(0, array, unturned).toFloatArray(), output(alone, input)))
            .isLessThan(1e-4);

        double ours = Double.MAX_VALUE;
        double sideBySide = Double.MAX_VALUE;
        double shared = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
          Runnable block =
              () -> {
                try (NDManager scope = manager.newSubManager()) {
                  NDArray view = array.reshape(array.getShape());
                  view.attach(scope);
                  blocks.run(0, view, unturned);
                }
              };
          ours = Math.min(ours, seconds(pool, threads, block) / threads);
          sideBySide =
              Math.min(sideBySide, seconds(pool, threads, () -> output(alone, input)) / threads);
          shared = Math.min(shared, seconds(pool, 1, () -> output(together, input)));
        }
        print("gramscape, a tile a thread", ours);
        print("ONNX Runtime, a tile a thread", sideBySide);
        print("ONNX Runtime, a tile on all threads", shared);
      }
    } finally {
      pool.shutdown();
    }
  }

  private static double worst(float[] a, float[] b) {
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    return worst;
  }

  private static void print(String name, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%-36s %7.1f ms a block, %4.0f GFLOP/s%n",
        name,
        1e3 * seconds,
        OPERATIONS / seconds / 1e9);
  }

  private static double seconds(ExecutorService pool, int calls, Runnable call) throws Exception {
    long start = System.nanoTime();
    for (Future<Object> done :
        pool.invokeAll(Collections.nCopies(calls, Executors.callable(call)))) {
      done.get();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static OrtSession session(OrtEnvironment environment, byte[] model, int threads)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      return environment.createSession(model, options);
    }
  }

  private static float[] output(OrtSession session, OnnxTensor input) {
    try (OrtSession.Result result = session.run(Map.of("x", input))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link OnnxBlock} takes them: transposed, with layer scale multiplied in. */
  private static Map<String, float[]> weights(VisionTransformer network) {
    Map<String, Parameter> parameters = network.namedParameters();
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (String norm : new String[] {"norm1", "norm2"}) {
      for (String part : new String[] {".weight", ".bias"}) {
        weights.put(norm + part, value(parameters, norm + part).toFloatArray());
      }
    }
    Map<String, String> layers = new LinkedHashMap<>();
    layers.put("attn.qkv", null);
    layers.put("attn.proj", "ls1.gamma");
    layers.put("mlp.fc1", null);
    layers.put("mlp.fc2", "ls2.gamma");
    layers.forEach(
        (layer, gamma) -> {
          NDArray weight = value(parameters, layer + ".weight").transpose();
          NDArray bias = value(parameters, layer + ".bias");
          if (gamma != null) {
            weight = weight.mul(value(parameters, gamma));
            bias = bias.mul(value(parameters, gamma));
          }
          weights.put(layer + ".weight", weight.toFloatArray());
          weights.put(layer + ".bias", bias.toFloatArray());
        });
    Arrays.fill(weights.get("attn.qkv.bias"), WIDTH, 2 * WIDTH, 0f);
    return weights;
  }

  private static NDArray value(Map<String, Parameter> parameters, String name) {
    return parameters.get("blocks.0." + name).getArray();
  }

  private static float[] tokens() {
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[TOKENS * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble() * 4 - 2);
    }
    return x;
  }
}
