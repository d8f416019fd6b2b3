package org.gramscape.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.Precision;
import org.gramscape.model.RandomModel;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionTest {
  @ParameterizedTest
  @CsvSource({"BF16, 0.999", "INT8, 0.98"})
  void featuresStayClose(Precision precision, double least) {
    float[] image = new float[3 * 128 * 128];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (random.nextDouble() * 4 - 2);
    }
    FeatureMap exact = features(image, Precision.FP32);
    FeatureMap rough = features(image, precision);
    double worst = 1;
    for (int p = 0; p < 64; p++) {
      worst =
          Math.min(
              worst,
              cosine(exact.values(), rough.values(), p * exact.channels(), exact.channels()));
    }
    assertThat(worst).isGreaterThan(least);
  }

  private static FeatureMap features(float[] image, Precision precision) {
    try (FeatureExtractor model = RandomModel.open(VitConfig.mlp(384, 3, 6), precision)) {
      return model.extract(image, 128, 128, Layers.LAST);
    }
  }

  private static double cosine(float[] a, float[] b, int from, int length) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = from; i < from + length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
