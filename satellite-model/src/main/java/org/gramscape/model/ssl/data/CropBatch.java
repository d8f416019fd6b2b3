package org.gramscape.model.ssl.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.ssl.Batch;

/**
 * A batch before it is tensors: normalised crops in crop-major order, and masks.
 *
 * @param globals {@code [2 B, bands, size, size]}
 * @param locals {@code [L B, bands, size, size]}
 * @param grams as {@code globals}; of no samples where there is no Gram teacher
 * @param masks of the global crops, {@code [2 B, N]}
 */
public record CropBatch(Stack globals, Stack locals, Stack grams, boolean[][] masks) {

  /**
   * Square crops of the same size, one after another.
   *
   * @param size side in pixels; 0 if there are none
   */
  public record Stack(float[] values, int crops, int bands, int size) {

    /** A stack yet to be filled. */
    static Stack of(int crops, int bands, int size) {
      return new Stack(new float[crops * bands * size * size], crops, bands, size);
    }

    /** Puts a crop in its place. */
    void set(int crop, Image image, Normalisation normalisation) {
      normalisation.write(image, values, crop * bands * size * size);
    }

    private NDArray tensor(NDManager manager) {
      return Tensors.of(manager, values, new Shape(crops, bands, size, size));
    }
  }

  /** The batch as tensors, which the manager owns. */
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
        globals.tensor(manager),
        locals.tensor(manager),
        grams.crops() == 0 ? null : grams.tensor(manager),
        manager.create(ByteBuffer.wrap(bytes), new Shape(masks.length, patches), DataType.BOOLEAN),
        Tensors.of(manager, places, new Shape(masked)),
        Tensors.of(manager, weights, new Shape(masked)));
  }
}
