package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
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

/** The methods of {@code kernels.py.txt}, loaded into libtorch. */
final class Kernels implements AutoCloseable {
  private static final String SOURCE = "kernels.py.txt";

  private final PtSymbolBlock module;

  Kernels(PtNDManager manager) {
    try (InputStream source = Kernels.class.getResourceAsStream(SOURCE)) {
      String text = new String(source.readAllBytes(), StandardCharsets.US_ASCII);
      byte[] archive = TorchScriptArchive.of("Kernels", text);
      module = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(SOURCE + " in the jar can't be read.", e);
    }
  }

  /** Runs a method without gradients; the caller closes the result. */
  IValue run(String method, IValue... arguments) {
    return IValueUtils.runMethod(module, method, arguments);
  }

  /** A tensor as an argument, which keeps its memory until closed. */
  static IValue argument(NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  @Override
  public void close() {
    module.close();
  }
}
