package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The methods of a TorchScript class in the jar, loaded into libtorch: many operations in one call.
 *
 * <p>Several threads may call them at once.
 */
public final class Script implements AutoCloseable {
  private static final String METHOD = "module_method:";
  private static final String LIST = "list[]";

  private final NDManager owner;
  private final PtSymbolBlock module;
  private final Map<String, NDArray> markers = new ConcurrentHashMap<>();

  /**
   * Loads a class.
   *
   * @param owner of the memory; on its device the methods work
   * @param neighbour a class of the package in which the source lies
   * @param source name of the file
   * @param constants what stands for words of the source
   */
  public Script(NDManager owner, Class<?> neighbour, String source, Map<String, String> constants) {
    try (InputStream stream = neighbour.getResourceAsStream(source)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
      for (Map.Entry<String, String> constant : constants.entrySet()) {
        text = text.replace(constant.getKey(), constant.getValue());
      }
      String name = text.substring("class ".length(), text.indexOf('('));
      byte[] archive = TorchScriptArchive.of(name, text);
      this.owner = owner;
      module =
          JniUtils.loadModule((PtNDManager) owner, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(source + " in the jar can't be read.", e);
    }
  }

  /** Runs a method without gradients; the caller closes the result. */
  public IValue run(String method, IValue... arguments) {
    return IValueUtils.runMethod(module, method, arguments);
  }

  /**
   * Runs a method of tensors to a tensor, through which gradients can follow.
   *
   * <p>Operations run as they are written: libtorch's own optimiser of scripts would begin anew for
   * every size of crops, and what it makes is slower to go back through.
   *
   * @param arrays the first arguments
   * @param numbers the next ones: scalars of the CPU's, for which no GPU waits
   * @return with the manager of the first array
   */
  public NDArray call(String method, List<NDArray> arrays, double... numbers) {
    return call(method, arrays, List.of(), numbers);
  }

  /**
   * As {@link #call(String, List, double...)}.
   *
   * @param list a list of tensors, which is the last argument
   */
  public NDArray call(String method, List<NDArray> arrays, List<NDArray> list, double... numbers) {
    // A setting of the calling thread.
    JniUtils.setGraphExecutorOptimize(false);
    NDList all = new NDList(arrays);
    for (double number : numbers) {
      all.add(Tensors.scalar(arrays.get(0).getManager(), number, DataType.FLOAT64));
    }
    // DJL tells by the names of arrays what they are for.
    all.forEach(array -> array.setName(null));
    list.forEach(array -> array.setName(LIST));
    all.addAll(list);
    all.add(markers.computeIfAbsent(method, this::marker));
    return IValueUtils.forward(module, all, true).singletonOrThrow();
  }

  /** The method's name is that of an array beside the arguments. */
  private NDArray marker(String method) {
    NDArray marker = owner.zeros(new Shape(1));
    marker.setName(METHOD + method);
    return marker;
  }

  @Override
  public void close() {
    module.close();
    markers.values().forEach(NDArray::close);
  }
}
