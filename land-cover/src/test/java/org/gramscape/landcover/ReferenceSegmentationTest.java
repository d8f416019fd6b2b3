package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.gramscape.landcover.ClassScores.ClassScore;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.tiling.Resampling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the reference counts what is right, and brings classes onto an image of another size. */
class ReferenceSegmentationTest {
  private static final int CLASSES = 6;
  private static final int UNKNOWN = 255;

  private SafetensorsFile golden;

  @BeforeEach
  void open() throws IOException {
    golden = SafetensorsFile.open(SharedFiles.file("golden/seg_linear.safetensors"));
  }

  @AfterEach
  void close() throws IOException {
    if (golden != null) {
      golden.close();
    }
  }

  /** Where zero means nothing, what is left counts from one below. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void countsAsTheReferenceDoes(int first) throws Exception {
    double[] truth = values("metric.label");
    for (int i = 0; i < truth.length; i++) {
      double known = truth[i] - first;
      truth[i] = known >= 0 && known < CLASSES ? known : UNKNOWN;
    }
    ClassScores scores =
        ClassEvaluation.of(raster("map", values("metric.pred")), raster("truth", truth)).scores();

    String expected = "metric.rz" + first + ".";
    assertThat(scores.accuracy()).isCloseTo(values(expected + "aAcc")[0], within(1e-6));
    check(scores, expected + "mIoU", ClassScore::iou);
    check(scores, expected + "acc", ClassScore::recall);
    check(scores, expected + "recall", ClassScore::recall);
    check(scores, expected + "precision", ClassScore::precision);
    check(scores, expected + "dice", ClassScore::f1);
    check(scores, expected + "fscore", ClassScore::f1);

    double[] areas = values("metric.areas.rz" + first);
    long[][] confusion = scores.confusion();
    for (int c = 0; c < CLASSES; c++) {
      int column = c;
      long both = confusion[c][c];
      long mapped = IntStream.range(0, CLASSES).mapToLong(t -> confusion[t][column]).sum();
      long there = scores.classes().get(c).truthCells();
      assertThat(new double[] {both, mapped + there - both, mapped, there})
          .containsExactly(
              areas[c], areas[CLASSES + c], areas[2 * CLASSES + c], areas[3 * CLASSES + c]);
    }
  }

  /** What windows of 80 x 112 pixels said, on an image of 90 x 120. */
  @Test
  void resizesAsTheReferenceDoes() throws IOException {
    double[] said = values("slide.crop64.stride42");
    float[] small = new float[said.length];
    for (int i = 0; i < said.length; i++) {
      small[i] = (float) said[i];
    }
    float[] large = Resampling.between(112, 80, 120, 90).apply(small, CLASSES);
    double[] classes = new double[120 * 90];
    for (int pixel = 0; pixel < classes.length; pixel++) {
      for (int c = 1; c < CLASSES; c++) {
        int likeliest = (int) classes[pixel];
        if (large[c * classes.length + pixel] > large[likeliest * classes.length + pixel]) {
          classes[pixel] = c;
        }
      }
    }
    assertThat(classes).isEqualTo(values("slide.make_inference_softmax_90x120"));
  }

  private void check(ClassScores scores, String name, ToDoubleFunction<ClassScore> score)
      throws IOException {
    assertThat(scores.classes().stream().mapToDouble(score).toArray())
        .as(name)
        .containsExactly(values(name), within(1e-6));
  }

  private static MemoryRaster raster(String name, double[] values) throws Exception {
    return MemoryRaster.of(name, 50, 0, 1, Map.of(), values);
  }

  private double[] values(String name) throws IOException {
    StoredTensor tensor = golden.tensors().get(name);
    ByteBuffer bytes = ByteBuffer.allocate(tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    tensor.copyTo(bytes);
    double[] values = new double[bytes.capacity() / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat(i * Float.BYTES);
    }
    return values;
  }
}
