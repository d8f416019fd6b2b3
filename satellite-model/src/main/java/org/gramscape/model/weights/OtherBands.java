package org.gramscape.model.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A patch embedding's filters for images of another number of bands: where all bands show the same,
 * the response stays.
 *
 * <p>Bands that both have keep their filters where there are more than before; all others get the
 * mean of the old ones. All are multiplied by old bands / new bands.
 *
 * @param filters {@code [D, old bands, size, size]}
 * @param bands of the images now
 */
public record OtherBands(StoredTensor filters, int bands) implements StoredTensor {

  @Override
  public Shape shape() {
    Shape old = filters.shape();
    return new Shape(old.get(0), bands, old.get(2), old.get(3));
  }

  @Override
  public void copyTo(ByteBuffer target) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(filters.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    filters.copyTo(bytes);
    FloatBuffer old = bytes.flip().asFloatBuffer();
    int width = (int) shape().get(0);
    int before = (int) filters.shape().get(1);
    int size = (int) (shape().get(2) * shape().get(3));
    float scale = (float) before / bands;
    FloatBuffer values = target.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int filter = 0; filter < width; filter++) {
      for (int band = 0; band < bands; band++) {
        for (int i = 0; i < size; i++) {
          int first = filter * before * size + i;
          boolean known = bands > before && band < before;
          float value = known ? old.get(first + band * size) : mean(old, first, before, size);
          values.put(scale * value);
        }
      }
    }
    target.position(target.position() + byteSize());
  }

  private static float mean(FloatBuffer old, int first, int bands, int size) {
    float sum = 0;
    for (int band = 0; band < bands; band++) {
      sum += old.get(first + band * size);
    }
    return sum / bands;
  }
}
