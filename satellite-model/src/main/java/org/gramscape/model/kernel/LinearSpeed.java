package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.VitConfig;

/**
 * The linear layers of one transformer block and nothing else: what a machine's matrix products
 * reach at these shapes.
 */
public final class LinearSpeed implements AutoCloseable {
  private final NDManager manager = Torch.newManager();
  private final Kernels kernels;
  private final List<Layer> layers = new ArrayList<>();
  private double operations;

  private record Layer(IValue input, IValue weights) {}

  private LinearSpeed(VitConfig config, int tokens, boolean portable) {
    kernels =
        portable ? Kernels.portable(manager, Precision.FP32) : Kernels.of(manager, Precision.FP32);
    int width = config.width();
    int hidden = config.hiddenWidth();
    add(tokens, width, 3 * width);
    add(tokens, width, width);
    add(tokens, width, hidden);
    if (config.feedForward() == FeedForward.SWIGLU) {
      add(tokens, width, hidden);
    }
    add(tokens, hidden, width);
  }

  /** As the fused blocks multiply. */
  public static LinearSpeed ofKernels(VitConfig config, int tokens) {
    return new LinearSpeed(config, tokens, false);
  }

  /** As libtorch multiplies by itself. */
  public static LinearSpeed ofLibtorch(VitConfig config, int tokens) {
    return new LinearSpeed(config, tokens, true);
  }

  private void add(int tokens, int in, int out) {
    NDArray weight = manager.randomUniform(-1, 1, new Shape(out, in));
    try (IValue w = Kernels.argument(weight);
        IValue b = Kernels.argument(manager.zeros(new Shape(out)))) {
      NDArray input = manager.randomUniform(-1, 1, new Shape(1, tokens, in));
      layers.add(new Layer(Kernels.argument(input), kernels.pack(w, b)));
    }
    weight.close();
    operations += 2.0 * tokens * in * out;
  }

  /** Multiplications and additions of one {@link #run}. */
  public double operations() {
    return operations;
  }

  /** Multiplies once through all layers, on the calling thread. */
  public void run() {
    Torch.useOneThread();
    for (Layer layer : layers) {
      kernels.run("linear", layer.input(), layer.weights()).close();
    }
  }

  @Override
  public void close() {
    for (Layer layer : layers) {
      layer.input().close();
      layer.weights().close();
    }
    kernels.close();
    manager.close();
  }
}
