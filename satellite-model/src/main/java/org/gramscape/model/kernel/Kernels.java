package org.gramscape.model.kernel;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Map;
import org.gramscape.model.Precision;
import org.gramscape.model.Processor;

/**
 * The methods of {@code onednn.py.txt} or {@code portable.py.txt}, loaded into libtorch.
 *
 * <p>Both have the same methods; the first also those for 8-bit integers. oneDNN, inside libtorch,
 * uses what the processor has, whoever made it; the products that libtorch uses by itself are
 * MKL's, which on other processors than Intel's run at less than half the speed.
 */
final class Kernels implements AutoCloseable {
  private final Script script;
  private final Precision precision;
  private final boolean packs;

  private Kernels(String source, NDManager manager, Precision precision, boolean packs) {
    this.precision = precision;
    this.packs = packs;
    script = new Script(manager, Kernels.class, source, Map.of());
  }

  /**
   * The fastest kernels that work on the manager's device.
   *
   * @throws UnavailableException if there are none of this precision
   */
  static Kernels of(NDManager manager, Precision precision) {
    return of(manager, precision, Processor.ofThisMachine());
  }

  static Kernels of(NDManager manager, Precision precision, Processor processor) {
    if (!manager.getDevice().isGpu()) {
      // With packed float32 weights oneDNN takes other kernels, on Intel's processors slower ones.
      boolean packs = precision != Precision.FP32 || !processor.isIntels();
      try {
        return tried(new Kernels("onednn.py.txt", manager, precision, packs), manager);
      } catch (EngineException e) {
        // This libtorch has no oneDNN, or oneDNN has no such kernel for this processor.
      }
    }
    if (precision == Precision.INT8) {
      throw new UnavailableException(
          "int8 is not available on "
              + (manager.getDevice().isGpu() ? "a GPU" : "this processor")
              + "; use --precision bf16 or fp32");
    }
    return portable(manager, precision);
  }

  /** Those that need nothing of oneDNN's. */
  static Kernels portable(NDManager manager, Precision precision) {
    return new Kernels("portable.py.txt", manager, precision, false);
  }

  private static Kernels tried(Kernels kernels, NDManager manager) {
    try (NDManager scope = manager.newSubManager();
        IValue x = argument(scope.ones(new Shape(1, 16, 16)));
        IValue bias = argument(scope.ones(new Shape(16)));
        IValue weight = argument(scope.ones(new Shape(16, 16)));
        IValue packed = kernels.pack(weight, bias)) {
      if (kernels.precision == Precision.INT8) {
        kernels.run("add8", x, x, packed).close();
      } else {
        kernels.run("linear", x, packed).close();
      }
      return kernels;
    } catch (EngineException e) {
      kernels.close();
      throw e;
    }
  }

  /**
   * A linear layer as the kernels take it: a list of tensors, no longer in need of these.
   *
   * <p>oneDNN's own order of float32 weights gives wrong products where their number of outputs is
   * not a multiple of its blocks (360, say). So the packed weights are tried on a few rows, and
   * left as they are if the products are others.
   */
  IValue pack(IValue weight, IValue bias) {
    if (precision == Precision.INT8) {
      return run("pack8", weight, bias);
    }
    try (IValue type = IValue.from(precision == Precision.BF16 ? Torch.BFLOAT16 : Torch.FLOAT32)) {
      return run(packs ? "pack" : "keep", weight, bias, type);
    }
  }

  /** Runs a method without gradients; the caller closes the result. */
  IValue run(String method, IValue... arguments) {
    return script.run(method, arguments);
  }

  /** A tensor as an argument, which keeps its memory until closed. */
  static IValue argument(NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  @Override
  public void close() {
    script.close();
  }
}
