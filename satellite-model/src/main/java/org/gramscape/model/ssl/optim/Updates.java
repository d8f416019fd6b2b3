package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;
import org.gramscape.model.kernel.Script;
import org.gramscape.model.kernel.Torch;

/** Operations on lists of tensors in one call each, in place and without gradients. */
final class Updates {
  private static final Script SCRIPT =
      new Script(Torch.newManager(), Updates.class, "updates.py.txt", Map.of());

  private Updates() {}

  /** Runs a method of {@code updates.py.txt}; the caller closes the result. */
  static IValue run(String method, IValue... arguments) {
    return SCRIPT.run(method, arguments);
  }

  /** Tensors as one argument, which keeps their memory until closed. */
  static IValue list(List<NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  /** Lists of tensors as one argument. */
  static IValue lists(List<List<NDArray>> arrays) {
    IValue[] lists = arrays.stream().map(Updates::list).toArray(IValue[]::new);
    IValue all = IValue.listFrom(lists);
    for (IValue list : lists) {
      list.close();
    }
    return all;
  }
}
