package org.gramscape.model.ssl.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.Batch;

/**
 * A batch on its way to the step: normalised crops in crop-major order, and masks. The crops lie in
 * libtorch's memory from the beginning, so that the step needn't wait for copies.
 *
 * @param globals {@code [2 B, bands, size, size]}
 * @param locals {@code [L B, bands, size, size]}
 * @param grams as {@code globals}; of no samples where there is no Gram teacher
 * @param masks of the global crops, {@code [2 B, N]}
 */
public record CropBatch(Stack globals, Stack locals, Stack grams, boolean[][] masks)
    implements AutoCloseable {

  /** Square crops of the same size, one after another. */
  public static final class Stack implements AutoCloseable {
    private final NDManager owner = Torch.newManager();
    private final int crops;
    private final int length;
    private final NDArray array;
    private final FloatBuffer memory;

    /**
     * A stack yet to be filled.
     *
     * @param size side in pixels
     */
    Stack(int crops, int bands, int size) {
      this.crops = crops;
      length = bands * size * size;
      array = Tensors.empty(owner, new Shape(crops, bands, size, size), DataType.FLOAT32);
      memory =
          length * crops == 0 ? FloatBuffer.allocate(0) : array.toByteBuffer(true).asFloatBuffer();
    }

    public int crops() {
      return crops;
    }

    /** A copy of all samples. */
    public float[] values() {
      float[] values = new float[memory.capacity()];
      memory.get(0, values);
      return values;
    }

    /** Puts a crop in its place; several threads may do so at once. */
    void set(int crop, Image image, Normalisation normalisation) {
      normalisation.write(image, memory, crop * length);
    }

    private NDArray give(NDManager manager) {
      return Tensors.give(array, manager);
    }

    @Override
    public void close() {
      owner.close();
    }
  }

  /** The batch as tensors, which the manager owns: once only. */
  public Batch tensors(NDManager manager) {
    int patches = masks[0].length;
    byte[] bytes = new byte[masks.length * patches];
    int masked = 0;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (masks[i / patches][i % patches] ? 1 : 0);
      masked += bytes[i];
    }
    long[] places = new long[masked];
    float[] weights = new float[masked];
    int at = 0;
    for (int crop = 0; crop < masks.length; crop++) {
      int first = at;
      for (int patch = 0; patch < patches; patch++) {
        if (masks[crop][patch]) {
          places[at++] = (long) crop * patches + patch;
        }
      }
      Arrays.fill(weights, first, at, 1f / Math.max(at - first, 1));
    }
    return new Batch(
        globals.give(manager),
        locals.give(manager),
        grams.crops() == 0 ? null : grams.give(manager),
        manager.create(ByteBuffer.wrap(bytes), new Shape(masks.length, patches), DataType.BOOLEAN),
        Tensors.of(manager, places, new Shape(masked)),
        Tensors.of(manager, weights, new Shape(masked)));
  }

  /** Frees what has not become tensors. */
  @Override
  public void close() {
    globals.close();
    locals.close();
    grams.close();
  }
}
