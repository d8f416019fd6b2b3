package org.gramscape.training.probe;

import java.util.stream.Stream;
import org.gramscape.features.ColorTexture;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;

/**
 * {@link ColorTexture} of patches in the place of a backbone, whose features must beat it: in
 * squares of half a patch, one, two and four.
 */
public final class ColorTextureModel implements FeatureExtractor {
  private final ColorTexture features;
  private final ModelInfo info;

  /**
   * On the same patches that a model has.
   *
   * @param model whose patch size, ground sample distance and normalisation are taken
   */
  public ColorTextureModel(ModelInfo model) {
    int patch = model.patchSize();
    features =
        new ColorTexture(
            model.normalisation(),
            patch,
            Stream.of(0.5, 1., 2., 4.).map(patches -> patches * patch).toList());
    info =
        new ModelInfo(
            "colour and texture",
            "none",
            0,
            features.channels(),
            1,
            patch,
            model.normalisation(),
            model.groundSampleDistance(),
            "",
            "Part of Gramscape: Apache-2.0.");
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    return features.of(image, height, width);
  }

  @Override
  public long workingMemory(int height, int width) {
    return 0;
  }

  @Override
  public void close() {}
}
