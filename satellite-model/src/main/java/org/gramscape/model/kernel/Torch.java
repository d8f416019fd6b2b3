package org.gramscape.model.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.gramscape.model.ComputeDevice;

/**
 * libtorch as Gramscape uses it: from the jar on the class path, without network, without chatter,
 * one thread a call but in training.
 *
 * <p>Tiles run side by side, each on one thread of its own, so that a number never depends on how
 * many there are.
 */
public final class Torch {
  /** libtorch's numbers for types of values. */
  static final long FLOAT32 = 6;

  static final long BFLOAT16 = 15;

  /** libtorch's threads for what a thread calls; 0 where that was never said. */
  private static final ThreadLocal<Integer> THREADS = ThreadLocal.withInitial(() -> 0);

  private static int all;

  private Torch() {}

  /** A manager to own memory of the CPU, even where there is a GPU; the caller closes it. */
  public static NDManager newManager() {
    NDManager manager = engine().newBaseManager(Device.cpu());
    useOneThread();
    return manager;
  }

  /**
   * A manager to own memory of a device; the caller closes it.
   *
   * @throws UnavailableException if libtorch finds no such device
   */
  public static NDManager newManager(ComputeDevice device) {
    if (!device.isGpu()) {
      return newManager();
    }
    int count = engine().getGpuCount();
    if (device.gpu() >= count) {
      throw new UnavailableException(
          "%s was asked for, and libtorch finds %s; leave --device out to compute on the CPU, or name a libtorch 2.7.1 with CUDA by PYTORCH_LIBRARY_PATH (see docs/gpu.md)"
              .formatted(device, count == 0 ? "no GPU" : count + " of them, counted from 0"));
    }
    NDManager manager = engine().newBaseManager(Device.gpu(device.gpu()));
    useOneThread();
    return manager;
  }

  /**
   * Makes libtorch run what this thread calls on this thread alone. OpenMP keeps that setting by
   * thread, so each thread that computes calls this once.
   */
  public static void useOneThread() {
    use(1);
  }

  /**
   * Makes libtorch run what this thread calls on as many threads as it takes by itself, until
   * {@link #useOneThread}: for training, where one computation is all there is. That is one a core,
   * or what the environment's {@code OMP_NUM_THREADS} says.
   */
  public static void useAllThreads() {
    engine();
    use(all);
  }

  /**
   * Ends the process as it is, where the C library has a way to.
   *
   * <p>The usual way destroys what C++ keeps for as long as a process lives, and a thread that
   * still computes in libtorch then calls what was there: oneDNN looks up its kernels so.
   */
  public static void endProcess(int exitCode) {
    try {
      Function.getFunction(Platform.C_LIBRARY_NAME, "_exit").invokeVoid(new Object[] {exitCode});
    } catch (UnsatisfiedLinkError e) {
      // Then it ends the usual way.
    }
  }

  private static void use(int threads) {
    if (THREADS.get() != threads) {
      JniUtils.setNumThreads(threads);
      THREADS.set(threads);
    }
  }

  private static synchronized Engine engine() {
    setIfAbsent("ai.djl.offline", "true");
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("org.slf4j.simpleLogger.log.ai.djl", "warn");
    setIfAbsent("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "off");
    Engine engine = Engine.getEngine("PyTorch");
    if (all == 0) {
      all = JniUtils.getNumThreads();
    }
    return engine;
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
