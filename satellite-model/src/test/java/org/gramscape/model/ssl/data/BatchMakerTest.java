package org.gramscape.model.ssl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.Batch;
import org.junit.jupiter.api.Test;

class BatchMakerTest {
  private static final MultiCrop CROPS =
      new MultiCrop(
          new MultiCrop.Cut(32, 0.32, 1),
          new MultiCrop.Cut(16, 0.05, 0.32),
          3,
          48,
          false,
          new Distortion(0.8, new ColourJitter(0.4, 0.4, 0.2, 0.1), 0.2, 0.1, 2, 0.2),
          true,
          true);
  private static final BatchMaker MAKER =
      new BatchMaker(
          random -> {
            float[] values = new float[3 * 50 * 60];
            for (int i = 0; i < values.length; i++) {
              values[i] = random.nextFloat();
            }
            return new Image(values, 3, 50, 60);
          },
          CROPS,
          new MaskSampler(0.5, 0.1, 0.5),
          new Normalisation(new float[] {0.4f, 0.4f, 0.3f}, new float[] {0.2f, 0.2f, 0.1f}),
          5,
          8,
          7);

  @Test
  void theNumberOfThreadsChangesNothing() throws Exception {
    CropBatch one = new ForkJoinPool(1).submit(() -> MAKER.make(3)).get();
    CropBatch many = new ForkJoinPool(4).submit(() -> MAKER.make(3)).get();
    assertThat(many.globals().values()).isEqualTo(one.globals().values());
    assertThat(many.locals().values()).isEqualTo(one.locals().values());
    assertThat(many.grams().values()).isEqualTo(one.grams().values());
    assertThat(Arrays.deepEquals(many.masks(), one.masks())).isTrue();
    assertThat(MAKER.make(4).globals().values()).isNotEqualTo(one.globals().values());
  }

  @Test
  void tensorsHaveTheirShapesAndEveryMaskedPatchItsWeight() throws Exception {
    try (NDManager manager = Torch.newManager()) {
      CropBatch crops = MAKER.make(0);
      Batch batch = crops.tensors(manager);
      assertThat(batch.globalCrops().getShape().getShape()).containsExactly(10, 3, 32, 32);
      assertThat(batch.localCrops().getShape().getShape()).containsExactly(15, 3, 16, 16);
      assertThat(batch.gramCrops().getShape().getShape()).containsExactly(10, 3, 48, 48);
      assertThat(batch.images()).isEqualTo(5);
      assertThat(batch.localCropsPerImage()).isEqualTo(3);
      long[] places = batch.maskedPatches().toLongArray();
      float[] weights = batch.maskWeights().toFloatArray();
      double[] sums = new double[10];
      for (int i = 0; i < places.length; i++) {
        assertThat(crops.masks()[(int) places[i] / 16][(int) places[i] % 16]).isTrue();
        sums[(int) places[i] / 16] += weights[i];
      }
      int masked = 0;
      for (int crop = 0; crop < 10; crop++) {
        if (sums[crop] > 0) {
          masked++;
          assertThat(sums[crop]).isEqualTo(1, offset(1e-6));
        }
      }
      assertThat(masked).isEqualTo(5);
    }
  }

  @Test
  void theGramTeacherSeesTheSameGroundUndistorted() {
    float[] values = new float[3 * 60 * 60];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 60) / 60f;
    }
    Image ramp = new Image(values, 3, 60, 60);
    boolean distorted = false;
    for (int seed = 0; seed < 20; seed++) {
      MultiCrop.Crops crops = CROPS.apply(ramp, new SplittableRandom(seed));
      for (int i = 0; i < 2; i++) {
        float[] gram = crops.gram().get(i).values();
        // Columns of a ramp, flipped or not, differ by the same amount, whatever the crop.
        assertThat(gram[20] - gram[19]).isEqualTo(gram[25] - gram[24], offset(1e-3f));
        float[] seen = crops.global().get(i).values();
        distorted |= Math.abs(seen[16] - (gram[23] + gram[24]) / 2) > 0.05;
      }
    }
    assertThat(distorted).isTrue();
  }
}
